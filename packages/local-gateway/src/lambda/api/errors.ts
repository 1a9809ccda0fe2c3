import { AwsError } from "../../aws-error.ts";

const members = { Type: "User" };

export function invalidParameter(message: string, cause?: unknown): AwsError {
  return new AwsError("InvalidParameterValueException", 400, message, { members, cause });
}

/** Some have no `Type`, as they were recorded. */
export function untypedInvalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", 400, message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", 404, message, { members });
}

export function resourceConflict(message: string): AwsError {
  return new AwsError("ResourceConflictException", 409, message, { members });
}

export function invalidContent(message: string, cause: unknown): AwsError {
  return new AwsError("InvalidRequestContentException", 400, message, { members, cause });
}

/** R test_oversized_zipped_create_lambda: not the name that the SDK has. */
export function requestTooLarge(message: string): AwsError {
  return new AwsError("RequestEntityTooLargeException", 413, message, { members });
}

export function staleRevision(operations: string): AwsError {
  return new AwsError(
    "PreconditionFailedException",
    412,
    `The Revision Id provided does not match the latest Revision Id. Call the ${operations} API to retrieve the latest Revision Id`,
    { members },
  );
}
