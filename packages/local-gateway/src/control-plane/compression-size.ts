import { badRequest } from "./errors.ts";

/** @throws AwsError `BadRequestException` for a size that is none, in AWS's words (R test_update_rest_api_compression). */
export function checkCompressionSize(size: number | undefined): void {
  if (size !== undefined && (!Number.isInteger(size) || size < 0 || size > MAXIMUM_SIZE)) {
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${MAXIMUM_SIZE}`);
  }
}

/** Bytes (R). */
const MAXIMUM_SIZE = 10_485_760;
