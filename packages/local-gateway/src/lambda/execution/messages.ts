/** What the gateway and the runtime client in the child process say to each other. */
import { type Frame, noBytes, writeFrame } from "./frames.ts";

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

/** The runtime client runs, and is about to load the handler. */
export interface Booted {
  readonly kind: "booted";
}

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

/** What stands in a frame for each kind of message. */
const kinds = {
  invoke: 1,
  consumed: 2,
  ready: 3,
  "init-failed": 4,
  stream: 5,
  chunk: 6,
  answer: 7,
  booted: 8,
} as const;

const none = { flags: 0, first: 0, second: 0, texts: [], bytes: noBytes };
/**
 * Of an invocation: whether it has a trace id and a client context. Of an answer: whether it failed and is the last.
 */
const flag = { traceId: 1, clientContext: 2, failed: 1, last: 2 } as const;

export function frameOf(message: ToRuntime | FromRuntime | Booted): Uint8Array {
  const kind = kinds[message.kind];
  switch (message.kind) {
    case "invoke": {
      const { requestId, event, deadline, invokedFunctionArn, traceId, clientContext } = message;
      return writeFrame({
        kind,
        flags:
          (traceId === undefined ? 0 : flag.traceId) | (clientContext === undefined ? 0 : flag.clientContext),
        first: deadline,
        second: 0,
        texts: [requestId, invokedFunctionArn, traceId ?? "", clientContext ?? "", event],
        bytes: noBytes,
      });
    }
    case "consumed":
      return writeFrame({ ...none, kind, first: message.bytes, texts: [message.requestId] });
    case "booted":
    case "ready":
      return writeFrame({ ...none, kind });
    case "init-failed":
      return writeFrame({ ...none, kind, texts: [message.error] });
    case "stream":
      return writeFrame({ ...none, kind, texts: [message.requestId, message.contentType] });
    case "chunk":
      return writeFrame({ ...none, kind, texts: [message.requestId], bytes: message.data });
    case "answer": {
      const { requestId, failed, payload, milliseconds, memoryUsed, last } = message;
      return writeFrame({
        kind,
        flags: (failed ? flag.failed : 0) | (last ? flag.last : 0),
        first: milliseconds,
        second: memoryUsed,
        texts: [requestId, "", "", "", payload],
        bytes: noBytes,
      });
    }
  }
}

/** The message in a frame that the gateway sent. */
export function toRuntimeIn({ kind, flags, first, texts }: Frame): ToRuntime | undefined {
  const [requestId = "", invokedFunctionArn = "", traceId, clientContext, event = ""] = texts;
  switch (kind) {
    case kinds.invoke:
      return {
        kind: "invoke",
        requestId,
        event,
        deadline: first,
        invokedFunctionArn,
        traceId: (flags & flag.traceId) === 0 ? undefined : traceId,
        clientContext: (flags & flag.clientContext) === 0 ? undefined : clientContext,
      };
    case kinds.consumed:
      return { kind: "consumed", requestId, bytes: first };
    default:
      return undefined;
  }
}

/** The message in a frame of the runtime, or undefined: a function shares its process and may send anything. */
export function fromRuntimeIn(frame: Frame): FromRuntime | Booted | undefined {
  const { kind, flags, first, second, texts, bytes } = frame;
  const [requestId = "", contentType = "", , , payload = ""] = texts;
  switch (kind) {
    case kinds.booted:
      return { kind: "booted" };
    case kinds.ready:
      return { kind: "ready" };
    case kinds["init-failed"]:
      return { kind: "init-failed", error: requestId };
    case kinds.stream:
      return { kind: "stream", requestId, contentType };
    case kinds.chunk:
      // A copy: the bytes of a frame are those of the pipe's buffer, and a slow reader keeps its chunks for long.
      return { kind: "chunk", requestId, data: Buffer.from(bytes) };
    case kinds.answer:
      if (!Number.isFinite(first) || !Number.isFinite(second)) return undefined;
      return {
        kind: "answer",
        requestId,
        failed: (flags & flag.failed) !== 0,
        payload,
        milliseconds: first,
        memoryUsed: second,
        last: (flags & flag.last) !== 0,
      };
    default:
      return undefined;
  }
}
