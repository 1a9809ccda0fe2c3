/** What the gateway and the runtime client in the child process say to each other. */

export type ToRuntime =
  | {
      readonly kind: "invoke";
      readonly requestId: string;
      /** JSON text. */
      readonly event: string;
      /** Milliseconds since 1970. */
      readonly deadline: number;
      readonly invokedFunctionArn: string;
      readonly traceId?: string | undefined;
      /** JSON text. */
      readonly clientContext?: string | undefined;
      /** Written to both output streams after the answer, so that everything before it belongs to this invocation. */
      readonly marker: string;
    }
  /** So many more bytes of the response stream have been read. */
  | { readonly kind: "consumed"; readonly requestId: string; readonly bytes: number };

export type InvokeMessage = Extract<ToRuntime, { kind: "invoke" }>;

/** Written to both output streams when the handler is loaded, or could not be. */
export const initMarker = "\u0000init\u0000";

/** Bytes of a response stream that the runtime may send before they have been read. */
export const streamWindow = 256 * 1024;

export type FromRuntime =
  | { readonly kind: "ready" }
  | { readonly kind: "init-failed"; readonly error: string }
  /** The first write of a response stream is about to follow. */
  | { readonly kind: "stream"; readonly requestId: string; readonly contentType: string }
  /** Bytes of a response stream, in base64. */
  | { readonly kind: "chunk"; readonly requestId: string; readonly data: string }
  | {
      readonly kind: "answer";
      readonly requestId: string;
      readonly failed: boolean;
      /** The result or the error document, as JSON text; empty after a response stream that ended well. */
      readonly payload: string;
      /** Megabytes. */
      readonly memoryUsed: number;
      /** The process ends now, so that nothing else may be sent to it. */
      readonly last: boolean;
    };

/** The members of each message and their types: a function shares the channel's process and may send anything. */
const fromRuntime: Members<FromRuntime> = {
  ready: {},
  "init-failed": { error: "string" },
  stream: { requestId: "string", contentType: "string" },
  chunk: { requestId: "string", data: "string" },
  answer: {
    requestId: "string",
    failed: "boolean",
    payload: "string",
    memoryUsed: "number",
    last: "boolean",
  },
};

const toRuntime: Members<ToRuntime> = {
  invoke: {
    requestId: "string",
    event: "string",
    deadline: "number",
    invokedFunctionArn: "string",
    marker: "string",
  },
  consumed: { requestId: "string", bytes: "number" },
};

export function isToRuntime(message: unknown): message is ToRuntime {
  return has(toRuntime, message);
}

export function isFromRuntime(message: unknown): message is FromRuntime {
  return has(fromRuntime, message);
}

type Members<Message extends { readonly kind: string }> = {
  readonly [Kind in Message["kind"]]: {
    readonly [Name in RequiredNames<Extract<Message, { kind: Kind }>>]: "string" | "number" | "boolean";
  };
};

type RequiredNames<Message> = {
  [Name in keyof Message]-?: undefined extends Message[Name] ? never : Name;
}[Exclude<keyof Message, "kind">];

function has(table: { readonly [kind: string]: { readonly [name: string]: string } }, message: unknown) {
  if (typeof message !== "object" || message === null) return false;
  const kind: unknown = Reflect.get(message, "kind");
  if (typeof kind !== "string" || !Object.hasOwn(table, kind)) return false;
  return Object.entries(table[kind] ?? {}).every(
    ([name, type]) => typeof Reflect.get(message, name) === type,
  );
}
