import type { Caller } from "./caller.ts";

/**
 * A request that a box does not let pass. The gateway response box turns `kind` into an answer; `reason`
 * is for the request record only and never reaches the caller.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalKind;
  readonly kind: RefusalKind;
  readonly reason: string;
  /** Replaces the default message of the table, where AWS's own message has a part that varies. */
  readonly wireMessage: string | undefined;
  /** More for the record, such as the canonical request of a signature that does not match. */
  readonly details: { readonly [name: string]: string };
  /** What API Gateway's own execution log has to say of it; `reason` where that is not known. */
  readonly logged: string | undefined;
  /**
   * Who calls, where that was found out and then refused: the gateway response may still say what the authorizer said
   * of the caller, which is how a denial is given words of one's own (stackoverflow.com/questions/47921803).
   */
  readonly caller: Caller | undefined;

  constructor(kind: RefusalKind, reason: string, options: ErrorOptions & RefusalOptions = {}) {
    super(`${kind}: ${reason}`, options);
    this.code = kind;
    this.kind = kind;
    this.reason = reason;
    this.wireMessage = options.wireMessage;
    this.details = options.details ?? {};
    this.logged = options.logged;
    this.caller = options.caller;
  }
}

/** Any failure as a refusal, so that the record and the answer are made in one way. */
export function asRefusal(failure: unknown): Refusal {
  if (failure instanceof Refusal) return failure;
  const reason = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  return new Refusal("internal-failure", `fault inside the gateway: ${reason}`, { cause: failure });
}

export interface RefusalOptions {
  readonly wireMessage?: string;
  readonly details?: { readonly [name: string]: string };
  readonly logged?: string;
  readonly caller?: Caller;
}

/** Each has one row in the table of gateway-response.ts. */
export type RefusalKind =
  | "no-such-stage"
  | "endpoint-disabled"
  | "no-such-route"
  | "request-too-large"
  | "headers-too-large"
  | "unsupported-character"
  | "distribution-refusal"
  | "distribution-url-too-long"
  | "missing-authentication-token"
  | "incomplete-signature"
  | "unrecognized-client"
  | "expired-token"
  | "invalid-signature"
  | "method-arn-too-long"
  | "access-denied"
  | "unauthorized"
  | "token-expired"
  | "authorizer-configuration-error"
  | "invalid-api-key"
  | "throttled"
  | "quota-exceeded"
  | "missing-parameters"
  | "invalid-body"
  | "body-not-json"
  | "event-too-large"
  | "event-not-json"
  | "unsupported-media-type"
  | "integration-timeout"
  | "integration-failure"
  | "malformed-proxy-response"
  | "configuration-error"
  | "internal-failure";
