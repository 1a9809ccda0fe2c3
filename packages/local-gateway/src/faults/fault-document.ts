/**
 * What is to go wrong on a gateway: the file of `--faults`, the body of `PUT /_gatewright/faults`, and an option of
 * `startGateway`. Of each call the rules are asked in their order, and the first that hits decides.
 */
export interface FaultDocument {
  /** 0 to 4294967295; what `rate` draws from. The same seed, rules and calls have the same faults. Default: any. */
  readonly seed?: number | undefined;
  readonly rules: readonly FaultRule[];
}

export type FaultRule =
  | ThrottleRule
  | AnswerRule
  | TimeoutRule
  | HalfwayRule
  | UpdatingRule
  | PropagationDelayRule
  | ColdStartRule;

/** Which of the calls that it is for a rule hits. Without any of these: all. */
interface When {
  /** How many of the calls pass before the rule begins. */
  readonly after?: number | undefined;
  /** How many calls it hits at most. */
  readonly count?: number | undefined;
  /** The probability, above 0 and up to 1, with which it hits each. */
  readonly rate?: number | undefined;
}

interface OfOperation extends When {
  /** Such as `PutMethod`, `lambda:TagResource`, `apigateway:*` or `*`; by default all that the fault can befall. */
  readonly operation?: string | undefined;
}

/** The call is refused as one too many, and has no effect. */
export interface ThrottleRule extends OfOperation {
  readonly fault: "throttle";
  /** What `Retry-After` says; 1 by default. */
  readonly retryAfterSeconds?: number | undefined;
}

/** The call is answered by a 500, or, if it was to change something, by the conflict of two calls; without effect. */
export interface AnswerRule extends OfOperation {
  readonly fault: "internalError" | "conflict";
}

/** The connection is cut without an answer: before the call has had its effect, or when it has. */
export interface TimeoutRule extends OfOperation {
  readonly fault: "timeoutBefore" | "timeoutAfter";
  /** How long the caller waits before; 0 by default. */
  readonly milliseconds?: number | undefined;
}

/** Of the call's changes the first half is kept, and the answer is a 500. */
export interface HalfwayRule extends OfOperation {
  readonly fault: "halfway";
}

/** After the call the API says `apiStatus: UPDATING` for a while. */
export interface UpdatingRule extends OfOperation {
  readonly fault: "updating";
  readonly milliseconds: number;
}

/** After the call the stage serves what it has served before for a while. */
export interface PropagationDelayRule extends OfOperation {
  readonly fault: "propagationDelay";
  readonly milliseconds: number;
}

/** A new execution environment takes so much longer to start. */
export interface ColdStartRule extends When {
  readonly fault: "coldStart";
  /** The name of the function; by default every one. */
  readonly function?: string | undefined;
  readonly milliseconds: number;
}

export type Fault = FaultRule["fault"];

/** The operations that a fault can befall, for those that cannot befall all. */
export const operationsOf: { readonly [F in Fault]?: readonly string[] } = {
  halfway: ["PutRestApi", "ImportRestApi", "ImportDocumentationParts", "ImportApiKeys"],
  updating: ["CreateRestApi", "ImportRestApi", "PutRestApi", "UpdateRestApi"],
  propagationDelay: ["CreateDeployment", "CreateStage", "UpdateStage"],
};

/** Whether a fault can befall an operation. */
export function canBefall(fault: Fault, operation: string): boolean {
  if (fault === "conflict") return !/^(?:Get|List|Invoke)/.test(operation);
  return operationsOf[fault]?.includes(operation) ?? true;
}

/** `lambda:Invoke` is the Invoke of Lambda, `Invoke` that of any service. */
export function splitOperation(text: string): { readonly service?: string; readonly operation: string } {
  const colon = text.indexOf(":");
  return colon < 0
    ? { operation: text }
    : { service: text.slice(0, colon), operation: text.slice(colon + 1) };
}
