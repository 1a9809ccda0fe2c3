/** What the gateway and the runtime client in the child process say to each other. */
import { type Frame, writeFrame } from "./frames.ts";

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
    }
  /** So many more bytes of the response stream have been read. */
  | { readonly kind: "consumed"; readonly requestId: string; readonly bytes: number };

export type InvokeMessage = Extract<ToRuntime, { kind: "invoke" }>;

/** The descriptor of the pipe in the runtime's process. */
export const channelDescriptor = 3;

/** Bytes of a response stream that the runtime may send before they have been read. */
export const streamWindow = 256 * 1024;

export type FromRuntime =
  | { readonly kind: "ready" }
  | { readonly kind: "init-failed"; readonly error: string }
  /** The first write of a response stream is about to follow. */
  | { readonly kind: "stream"; readonly requestId: string; readonly contentType: string }
  /** Bytes of a response stream. */
  | { readonly kind: "chunk"; readonly requestId: string; readonly data: Uint8Array }
  | {
      readonly kind: "answer";
      readonly requestId: string;
      readonly failed: boolean;
      /** The result or the error document, as JSON text; empty after a response stream that ended well. */
      readonly payload: string;
      /** From the invocation's arrival in the process to this answer. */
      readonly milliseconds: number;
      /** Megabytes. */
      readonly memoryUsed: number;
      /** The process ends now, so that nothing else may be sent to it. */
      readonly last: boolean;
    };

export function frameOf(message: ToRuntime | FromRuntime): Uint8Array {
  switch (message.kind) {
    case "invoke": {
      const { event, ...head } = message;
      return writeFrame(head, event);
    }
    case "answer": {
      const { payload, ...head } = message;
      return writeFrame(head, payload);
    }
    case "chunk": {
      const { data, ...head } = message;
      return writeFrame(head, data);
    }
    default:
      return writeFrame(message, "");
  }
}

/** The message in a frame that the gateway sent. */
export function toRuntimeIn({ head, body }: Frame): ToRuntime | undefined {
  const message = kindOf(head) === "invoke" ? { ...head, event: textOf(body) } : head;
  return has(toRuntime, message) ? message : undefined;
}

/** The message in a frame of the runtime, or undefined: a function shares its process and may send anything. */
export function fromRuntimeIn({ head, body }: Frame): FromRuntime | undefined {
  const kind = kindOf(head);
  const message =
    kind === "answer"
      ? { ...head, payload: textOf(body) }
      : kind === "chunk"
        ? { ...head, data: Buffer.from(body) }
        : head;
  return has(fromRuntime, message) ? message : undefined;
}

/** The members of each message and their types. */
const fromRuntime: Members<FromRuntime> = {
  ready: {},
  "init-failed": { error: "string" },
  stream: { requestId: "string", contentType: "string" },
  chunk: { requestId: "string", data: "object" },
  answer: {
    requestId: "string",
    failed: "boolean",
    payload: "string",
    milliseconds: "number",
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
  },
  consumed: { requestId: "string", bytes: "number" },
};

type Members<Message extends { readonly kind: string }> = {
  readonly [Kind in Message["kind"]]: {
    readonly [Name in RequiredNames<Extract<Message, { kind: Kind }>>]:
      | "string"
      | "number"
      | "boolean"
      | "object";
  };
};

type RequiredNames<Message> = {
  [Name in keyof Message]-?: undefined extends Message[Name] ? never : Name;
}[Exclude<keyof Message, "kind">];

function has<Message extends { readonly kind: string }>(
  table: Members<Message>,
  message: object,
): message is Message {
  const kind = kindOf(message);
  if (typeof kind !== "string" || !Object.hasOwn(table, kind)) return false;
  const members: unknown = Reflect.get(table, kind);
  return Object.entries(members ?? {}).every(([name, type]) => typeof Reflect.get(message, name) === type);
}

function kindOf(message: object): unknown {
  return Reflect.get(message, "kind");
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
