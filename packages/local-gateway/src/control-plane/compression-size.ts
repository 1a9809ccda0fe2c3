import { badRequest } from "./errors.ts";

/**
 * @throws AwsError `BadRequestException` for a size that is none, in AWS's words (R test_update_rest_api_compression).
 */
export function checkCompressionSize(size: number | undefined): void {
  if (size !== undefined && (!Number.isInteger(size) || size < 0 || size > maximumSize)) {
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${maximumSize}`);
  }
}

/** Bytes (R). */
const maximumSize = 10_485_760;
