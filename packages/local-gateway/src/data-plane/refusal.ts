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

  constructor(kind: RefusalKind, reason: string, options: ErrorOptions & RefusalOptions = {}) {
    super(`${kind}: ${reason}`, options);
    this.code = kind;
    this.kind = kind;
    this.reason = reason;
    this.wireMessage = options.wireMessage;
    this.details = options.details ?? {};
    this.logged = options.logged;
  }
}

export interface RefusalOptions {
  readonly wireMessage?: string;
  readonly details?: { readonly [name: string]: string };
  readonly logged?: string;
}

/** Each has one row in the table of gateway-response.ts. */
export type RefusalKind =
  | "no-such-stage"
  | "endpoint-disabled"
  | "no-such-route"
  | "request-too-large"
  | "headers-too-large"
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
  | "event-not-json"
  | "unsupported-media-type"
  | "integration-timeout"
  | "integration-failure"
  | "malformed-proxy-response"
  | "configuration-error"
  | "internal-failure";
