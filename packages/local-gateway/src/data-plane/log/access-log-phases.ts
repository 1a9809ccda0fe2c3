import { defaultResponses } from "../gateway-response/default-responses.ts";
import { wireError } from "../gateway-response/gateway-response.ts";
import { asRefusal, type RefusalKind } from "../refusal.ts";
import { type BoxRecord, boxOf, type CallRecord } from "../request-record.ts";
import { denied as deniedText } from "./before-execution.ts";
import { executionFailure } from "./execution-failure.ts";

/** One of the phases in which API Gateway lets a caller in, as an access log has it. */
export interface Phase {
  readonly status?: number;
  /** Milliseconds. */
  readonly latency?: number;
  readonly error?: string;
}

export interface Phases {
  readonly authenticate?: Phase;
  readonly authorizer?: Phase & {
    readonly requestId?: string;
    readonly integrationStatus?: number;
    readonly integrationLatency?: number;
  };
  readonly authorize?: Phase;
}

/** What is wrong with a signature itself, and not with what its owner may. */
const unauthentic: ReadonlySet<RefusalKind> = new Set([
  "missing-authentication-token",
  "incomplete-signature",
  "invalid-signature",
  "unrecognized-client",
  "expired-token",
]);

/**
 * The phases of the authorizer box. "Authenticate" is there with IAM authorization, "authorizer" with Lambda and user
 * pool authorizers, "authorize", which looks at what the others found, with Lambda authorizers and IAM (D, blog
 * "Troubleshooting Amazon API Gateway with enhanced observability variables"). The box is timed as one: what is not
 * the function's time is the first phase's, and the time of "authorize" is in it.
 */
export function phasesOf(boxes: readonly BoxRecord[], calls: readonly CallRecord[]): Phases {
  const box = boxOf(boxes, "authorizer");
  if (box === undefined) return {};
  const type = box.input.request.methodSettings.authorizationType ?? "NONE";
  const refusal = box.outcome.kind === "refused" ? asRefusal(box.outcome.error) : undefined;
  const failed = refusal && {
    status: defaultResponses[refusal.kind].status,
    error: wireError(refusal).message ?? executionFailure(refusal, ""),
  };
  const isDenied = refusal?.kind === "access-denied";
  const denied = { status: 403, error: deniedText };
  const latency = box.milliseconds;
  if (type === "AWS_IAM") {
    if (refusal !== undefined && unauthentic.has(refusal.kind))
      return { authenticate: { ...failed, latency } };
    return {
      authenticate: { status: 200, latency },
      authorize: { ...(isDenied ? denied : (failed ?? { status: 200 })), latency: 0 },
    };
  }
  if (type !== "CUSTOM" && type !== "COGNITO_USER_POOLS") return {};
  const call = calls.find((call) => call.box === "authorizer");
  const asked = call && {
    requestId: call.invocation.requestId,
    integrationStatus: 200,
    integrationLatency: call.milliseconds,
  };
  if (failed !== undefined && !isDenied) return { authorizer: { ...asked, ...failed, latency } };
  const authorizer = { ...asked, status: 200, latency };
  if (type === "COGNITO_USER_POOLS") return { authorizer };
  return { authorizer, authorize: { ...(isDenied ? denied : { status: 200 }), latency: 0 } };
}
