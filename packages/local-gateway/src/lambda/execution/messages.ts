/** What the gateway and the runtime client in the child process say to each other. */

export type ToRuntime = {
  readonly kind: "invoke";
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly invokedFunctionArn: string;
  readonly traceId?: string | undefined;
  /** Written to both output streams after the answer, so that everything before it belongs to this invocation. */
  readonly marker: string;
};

/** Written to both output streams when the handler is loaded, or could not be. */
export const initMarker = "\u0000init\u0000";

export type FromRuntime =
  | { readonly kind: "ready" }
  | { readonly kind: "init-failed"; readonly error: string }
  | {
      readonly kind: "answer";
      readonly requestId: string;
      readonly failed: boolean;
      /** The result or the error document, as JSON text. */
      readonly payload: string;
      /** Megabytes. */
      readonly memoryUsed: number;
      /** The process ends now, so that nothing else may be sent to it. */
      readonly last: boolean;
    };

/** The function shares the process, and may emit anything where messages are awaited. */
export function isToRuntime(message: unknown): message is ToRuntime {
  if (typeof message !== "object" || message === null) return false;
  const text = (name: string) => typeof Reflect.get(message, name) === "string";
  return (
    Reflect.get(message, "kind") === "invoke" &&
    ["requestId", "event", "invokedFunctionArn", "marker"].every(text) &&
    typeof Reflect.get(message, "deadline") === "number"
  );
}

/** The boundary: a function may send anything over the channel, and what is no message is not one. */
export function isFromRuntime(message: unknown): message is FromRuntime {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  switch (message.kind) {
    case "ready":
      return true;
    case "init-failed":
      return "error" in message && typeof message.error === "string";
    case "answer":
      return (
        "requestId" in message &&
        typeof message.requestId === "string" &&
        "failed" in message &&
        typeof message.failed === "boolean" &&
        "payload" in message &&
        typeof message.payload === "string" &&
        "memoryUsed" in message &&
        typeof message.memoryUsed === "number" &&
        "last" in message &&
        typeof message.last === "boolean"
      );
    default:
      return false;
  }
}
