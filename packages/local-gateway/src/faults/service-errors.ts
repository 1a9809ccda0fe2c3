import { AwsError } from "../aws-error.ts";
import type { Call } from "./call.ts";

/** How a service words what can befall any of its calls. */
export interface ServiceErrors {
  throttled(retryAfterSeconds: number): AwsError;
  internal(): AwsError;
  conflict(call: Call): AwsError;
}

/** By the name of the service in a credential scope. */
export function errorsOf(service: string): ServiceErrors {
  return (Object.hasOwn(byService, service) ? byService[service] : undefined) ?? apiGateway;
}

const internalMessage =
  "The request processing has failed because of an unknown error, exception or failure.";

const apiGateway: ServiceErrors = {
  /** The words: aws/aws-sdk-js#1014 and aws/aws-cdk#22229; `Retry-After` as the SDK's schema of the error has it. */
  throttled: (retryAfterSeconds) =>
    new AwsError("TooManyRequestsException", 429, "Too Many Requests", { members: { retryAfterSeconds } }),
  /** D: Common Errors. */
  internal: () => new AwsError("InternalFailure", 500, internalMessage),
  /** As reported in hashicorp/terraform-provider-aws#776. */
  conflict: () =>
    new AwsError(
      "ConflictException",
      409,
      "Unable to complete operation due to concurrent modification. Please try again later.",
    ),
};

const lambda: ServiceErrors = {
  /** As reported in fyoorer/ShadowClone#25. */
  throttled: (retryAfterSeconds) =>
    new AwsError("TooManyRequestsException", 429, "Rate exceeded", {
      members: { retryAfterSeconds, Type: "User", Reason: "CallerRateLimitExceeded" },
    }),
  internal: () =>
    new AwsError("ServiceException", 500, "An error occurred and the request cannot be processed.", {
      members: { Type: "Service" },
    }),
  /** As reported in claudiajs/claudia#226. */
  conflict: (call) =>
    new AwsError(
      "ResourceConflictException",
      409,
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArnOf(call)}`,
      { members: { Type: "User" } },
    ),
};

/** D: Common Errors of IAM, and the errors of its CreateRole. */
const iam: ServiceErrors = {
  throttled: () => new AwsError("Throttling", 400, "Rate exceeded"),
  internal: () => new AwsError("ServiceFailure", 500, internalMessage),
  conflict: () =>
    new AwsError(
      "ConcurrentModification",
      409,
      "The request was rejected because multiple requests to change this object were submitted simultaneously. Wait a few minutes and submit your request again.",
    ),
};

/** D: Common Errors of STS. */
const sts: ServiceErrors = { ...iam, internal: apiGateway.internal };

/** D: Common Errors of CloudWatch Logs, and the errors of its CreateLogGroup. */
const logs: ServiceErrors = {
  throttled: () => new AwsError("ThrottlingException", 400, "Rate exceeded"),
  internal: () =>
    new AwsError("ServiceUnavailableException", 500, "The service cannot complete the request."),
  conflict: () =>
    new AwsError(
      "OperationAbortedException",
      400,
      "Multiple concurrent requests to update the same resource were in conflict.",
    ),
};

const byService: { readonly [service: string]: ServiceErrors } = {
  apigateway: apiGateway,
  lambda,
  iam,
  sts,
  logs,
};

function functionArnOf({ input, region, accountId }: Call): string {
  const name = String(Reflect.get(input, "FunctionName") ?? Reflect.get(input, "Resource") ?? "");
  return name.startsWith("arn:") ? name : `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}
