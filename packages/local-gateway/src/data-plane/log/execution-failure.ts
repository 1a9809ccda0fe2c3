import { errorMessageOf } from "../../lambda/error-message.ts";
import type { Refusal } from "../refusal.ts";
import type { CallRecord } from "../request-record.ts";

/** What API Gateway's execution log says of a failure; C where people quote it, K else. */
export function executionFailure(
  refusal: Refusal,
  contentType: string,
  calls: readonly CallRecord[] = [],
): string {
  const { kind, reason, logged } = refusal;
  switch (kind) {
    case "invalid-body": {
      const errors = refusal.details["validationErrorString"] || "[Unknown error parsing request body]";
      return `Request body does not match model schema for content type ${contentType}: ${errors}`;
    }
    case "integration-timeout":
      return "Execution failed due to a timeout error";
    case "integration-failure":
      return "Execution failed due to a network error communicating with endpoint";
    case "malformed-proxy-response":
      return (
        functionFailure(calls) ??
        "Execution failed due to configuration error: Malformed Lambda proxy response"
      );
    case "configuration-error":
    case "authorizer-configuration-error":
      return `Execution failed due to configuration error: ${logged ?? reason}`;
    case "internal-failure":
      return "Execution failed due to an internal error";
    default:
      return logged ?? reason;
  }
}

function functionFailure(calls: readonly CallRecord[]): string | undefined {
  const call = calls.find(({ box, result }) => box === "integration" && result.functionError !== undefined);
  if (call === undefined) return undefined;
  const { result, invocation } = call;
  return `Lambda execution failed with status 200 due to customer function error: ${errorMessageOf(result.payload) ?? result.payload}. Lambda request id: ${invocation.requestId}`;
}
