import type { Context } from "aws-lambda/handler.js";
import { early } from "./deadline.ts";
import { base64, type Chunk, type Ongoing, type Stream, type Write } from "./reply.ts";
import type { Handler, Middleware } from "./route.ts";
import { streamVariable } from "./settings.ts";

/**
 * Declares a streamed body. The handler is an async generator, returns an async iterable or a `ReadableStream`, or
 * returns a function that gets a writer. On Lambda it is sent piece by piece where the environment variable
 * `GATEWRIGHT_STREAM` is `1`, as it has to be behind a response transfer mode of STREAM; otherwise it is collected.
 */
export const stream = (contentType: string): Stream => ({
  type: "stream",
  contentType,
  "~encode": async (body, call) => {
    const chunks = await begin(chunksOf(body));
    return lambda() ? { body: ongoing(chunks, call) } : base64(await collect(chunks));
  },
  "~deliver": streamed,
});

/** What the Node.js runtime of Lambda offers as a global: AWS, "Writing response streaming-enabled functions". */
interface LambdaGlobal {
  streamifyResponse<F>(handler: F): F;
  readonly HttpResponseStream: { from(stream: LambdaStream, metadata: unknown): LambdaStream };
}

interface LambdaStream {
  write(chunk: Chunk): boolean;
  end(): void;
  destroy(error: unknown): void;
  once(event: "drain" | "close" | "finish" | "error", listener: (error?: unknown) => void): unknown;
}

/**
 * Set for a function whose integrations have the response transfer mode STREAM. Every function on Lambda has the
 * global, and what it streams API Gateway cannot read in the mode BUFFERED.
 */
const streams = () => process.env[streamVariable] === "1";

const lambda = () =>
  streams() ? (globalThis as { readonly awslambda?: LambdaGlobal }).awslambda : undefined;

/** What a proxy handler answers with, in any of the events' forms. */
interface Answer {
  readonly body: string | Sending;
  readonly isBase64Encoded?: boolean;
}

/** Chunks that are being sent. */
interface Sending extends AsyncIterable<Chunk> {
  /** Tells the handler that nobody waits for them any more. */
  abort(): void;
}

/** A handler that Lambda calls with a stream. `join` calls the one that it was made from. */
export interface Streaming extends Handler<string> {
  readonly "~plain": Handler<string>;
}

/** The handler in the form that streams, where there is something to stream to. */
function streamed<H extends Handler<string>>(handler: H): H {
  const streaming = lambda();
  if (streaming === undefined || "~plain" in handler) return handler;
  const deliver = async (event: unknown, stream: LambdaStream, context?: Context): Promise<void> => {
    const { body, isBase64Encoded, ...metadata } = (await handler(event, context)) as Answer;
    const target = streaming.HttpResponseStream.from(stream, metadata);
    // Lambda sends the metadata with the first write, and there may be no other.
    target.write("");
    if (typeof body !== "string") return pump(target, body);
    target.write(isBase64Encoded ? Buffer.from(body, "base64") : body);
    target.end();
  };
  return Object.assign(streaming.streamifyResponse(deliver) as unknown as H, {
    use(this: H, middleware: Middleware) {
      handler.use(middleware);
      return this;
    },
    routes: handler.routes,
    "~plain": handler,
  });
}

/** Sends the chunks, the next when the target can take it. What they throw, Lambda cuts the answer with. */
const pump = async (target: LambdaStream, chunks: Sending): Promise<void> => {
  let ended = false;
  let gone = false;
  target.once("close", () => {
    gone = true;
    if (!ended) chunks.abort();
  });
  for await (const chunk of chunks) {
    if (!target.write(chunk) && !gone)
      await new Promise((resolve) => {
        target.once("drain", resolve);
        target.once("close", resolve);
      });
    // Ends the handler's generator too.
    if (gone) return;
  }
  ended = true;
  target.end();
};

/** The chunks of a call that goes on until they are sent: its signal still fires before Lambda's deadline. */
const ongoing = (chunks: AsyncIterable<Chunk>, call: Ongoing): Sending => {
  const abort = () => call.abort();
  async function* sending() {
    const remaining = call.lambda.getRemainingTimeInMillis?.();
    const timer = remaining === undefined ? undefined : setTimeout(abort, Math.max(remaining - early, 0));
    try {
      yield* chunks;
    } catch (error) {
      // Its status has been sent: nobody else will say what happened.
      call.logger.error(
        "A stream has failed.",
        error instanceof Error ? error : new Error("Thrown", { cause: error }),
      );
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
  return Object.assign(sending(), { abort });
};

const chunksOf = (body: unknown): AsyncIterable<unknown> => {
  if (typeof body === "function") return written(body as (write: Write) => Promise<void>);
  if (typeof body === "object" && body !== null && Symbol.asyncIterator in body)
    return body as AsyncIterable<unknown>;
  throw new TypeError("The route declares a stream: return an async iterable, or a function of a writer.");
};

/** The chunks that a function writes; each write waits until the chunk is taken. */
const written = (run: (write: Write) => Promise<void>): AsyncIterable<unknown> => {
  const { readable, writable } = new TransformStream<Chunk, Chunk>();
  const writer = writable.getWriter();
  const running = async () => run((chunk) => writer.write(chunk));
  running()
    .then(
      () => writer.close(),
      (error) => writer.abort(error),
    )
    .catch(() => {});
  return readable;
};

/** Waits for the first chunk: what fails before it is still answered with a problem document. */
const begin = async (chunks: AsyncIterable<unknown>): Promise<AsyncIterable<Chunk>> => {
  const iterator = chunks[Symbol.asyncIterator]();
  return resume(await iterator.next(), iterator);
};

async function* resume(first: IteratorResult<unknown>, iterator: AsyncIterator<unknown>) {
  try {
    for (let next = first; next.done !== true; next = await iterator.next()) {
      const { value } = next;
      if (typeof value !== "string" && !(value instanceof Uint8Array))
        throw new TypeError("A chunk of a stream is text or a Uint8Array.");
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}

const collect = async (chunks: AsyncIterable<Chunk>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(parts);
};
