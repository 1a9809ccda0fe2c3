import { AwsError } from "../aws-error.ts";

export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", 400, message);
}

export function accessDenied(message: string): AwsError {
  return new AwsError("AccessDeniedException", 403, message);
}

export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", 404, message);
}

export function conflict(message: string): AwsError {
  return new AwsError("ConflictException", 409, message);
}
