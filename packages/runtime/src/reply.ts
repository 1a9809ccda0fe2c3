import type { Context } from "aws-lambda/handler.js";
import type { Logger } from "./logger.ts";
import type { Handler } from "./route.ts";
import type { Out, Schema } from "./schema.ts";
import * as uses from "./uses.ts";

/** A body of plain text. */
export interface Text extends Encoded {
  readonly type: "text";
}

/** A body of bytes, such as an image. */
export interface Bytes extends Encoded {
  readonly type: "bytes";
}

/** A body that the handler produces piece by piece. */
export interface Stream extends Encoded {
  readonly type: "stream";
  /** Makes the Lambda handler stream, where that can be had. */
  readonly "~deliver": <H extends Handler<string>>(handler: H) => H;
}

/** A body that is no JSON. It carries its encoder, so that a function bundles only what its routes use. */
interface Encoded {
  readonly contentType: string;
  readonly "~encode": Encode;
}

/** Makes what API Gateway takes as a body out of what the handler returned. Throws when that is something else. */
export type Encode = (body: unknown, call: Ongoing) => WrittenBody | Promise<WrittenBody>;

/** A call whose answer is still being sent. */
export interface Ongoing {
  readonly lambda: Context;
  readonly logger: Logger;
  /** Aborts the call's signal. */
  abort(): void;
}

export interface WrittenBody {
  /** A stream's chunks, where the function streams; else text, or bytes as base64. */
  readonly body: string | AsyncIterable<Chunk>;
  readonly isBase64Encoded?: boolean;
}

export type Chunk = string | Uint8Array;

/** Declares a text body: the handler returns a string, which is sent as it is (a schema means JSON). */
export const text = (contentType = "text/plain; charset=utf-8"): Text => ({
  type: "text",
  contentType,
  "~encode": (body) => {
    if (typeof body !== "string") throw new TypeError("The route declares text: return a string.");
    return { body };
  },
});

/** Declares a binary body: the handler returns a `Uint8Array`. */
export const bytes = (contentType: string): Bytes => ({
  type: "bytes",
  contentType,
  "~encode": (body) => {
    if (!(body instanceof Uint8Array)) throw new TypeError("The route declares bytes: return a Uint8Array.");
    return base64(body);
  },
});

export const base64 = ({ buffer, byteOffset, byteLength }: Uint8Array): WrittenBody => ({
  body: Buffer.from(buffer, byteOffset, byteLength).toString("base64"),
  isBase64Encoded: true,
});

/** What one status answers: a schema (JSON), text, bytes, a stream, `null` for no body, or one with headers. */
export type Answerable = Body | { readonly body: Body; readonly headers: Readonly<Record<string, Schema>> };

export type Body = Schema | Text | Bytes | Stream | null;

/** What a route answers: one body with status 200 (or 204 for `null`), or a record of status codes. */
export type Outputs = Body | { readonly [status: number]: Answerable };

/** The chunks of a stream (a generator, a `ReadableStream`), or a function that writes them one after the other. */
export type StreamedBody = AsyncIterable<Chunk> | ((write: Write) => Promise<void>);

/** Sends a chunk; settled when the receiver can take the next. */
export type Write = (chunk: Chunk) => Promise<void>;

export type BodyOf<O> = O extends Schema
  ? Out<O>
  : O extends Text
    ? string
    : O extends Bytes
      ? Uint8Array
      : O extends Stream
        ? StreamedBody
        : O extends { readonly body: infer B }
          ? BodyOf<B>
          : undefined;

type HeadersOf<O> = O extends { readonly headers: infer H extends Readonly<Record<string, Schema>> }
  ? Flat<
      { [K in keyof H as undefined extends Out<H[K]> ? never : K]: Out<H[K]> } & {
        [K in keyof H as undefined extends Out<H[K]> ? K : never]?: Out<H[K]>;
      }
    >
  : undefined;

type Flat<T> = { [K in keyof T]: T[K] } & {};

/** Status code → its body, or its body and headers. */
export type OutputsOf<O> = O extends Schema | Text | Bytes | Stream
  ? { 200: BodyOf<O> }
  : [O] extends [null]
    ? { 204: undefined }
    : {
        -readonly [S in keyof O & number]: O[S] extends { readonly headers: unknown }
          ? WithHeaders<BodyOf<O[S]>, HeadersOf<O[S]>>
          : BodyOf<O[S]>;
      } & {};

/** An output that has declared headers. Its members have names that no body has. */
export interface WithHeaders<B, H> {
  readonly "~body": B;
  readonly "~headers": H;
}

/** `reply(status, body)`; with arguments that depend on the status where some have headers or no body. */
export type ReplyOf<O> = [Extract<O[keyof O], WithHeaders<unknown, unknown> | undefined>] extends [never]
  ? <S extends keyof O & number>(status: S, body: O[S]) => Reply<S>
  : <S extends keyof O & number>(status: S, ...answer: Arguments<O[S]>) => Reply<S>;

type Arguments<A> =
  A extends WithHeaders<infer B, infer H> ? [body: B, headers: H] : [A] extends [undefined] ? [] : [body: A];

/**
 * An answer made by `reply(status, body, headers)`. Its type carries the status only, so that a compiler's
 * message about a wrong answer does not print the whole route; body and headers are checked by the call.
 */
export interface Reply<S extends number> {
  readonly "~reply": S;
}

export interface Answered {
  readonly [replied]: true;
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>> | undefined;
}

type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

/** What a handler may return: the body itself where a route has one output without headers, else a `Reply`. */
export type Answer<O> =
  IsUnion<keyof O> extends true ? Reply<keyof O & number> : Bare<O[keyof O]> | Reply<keyof O & number>;

type Bare<A> =
  A extends WithHeaders<unknown, unknown>
    ? never
    : [A] extends [undefined]
      ? // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a body may end without a return.
        void
      : A;

/** The outputs of a route by status, in one form. */
export interface OutputDeclaration {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, Schema>>;
}

export const declareOutputs = (outputs: Outputs): readonly OutputDeclaration[] =>
  Object.entries(isBody(outputs) ? { [outputs ? 200 : 204]: outputs } : outputs).map(
    ([status, answer]: [string, Answerable]) => ({
      status: Number(status),
      ...(isBody(answer) ? { body: answer, headers: {} } : answer),
    }),
  );

const isBody = (value: object | null): value is Body =>
  value === null || "~standard" in value || "type" in value;

// A symbol of this module: data that a handler passes on can have members of any name.
const replied = Symbol();

export const reply = (
  status: number,
  body?: unknown,
  headers?: Readonly<Record<string, unknown>>,
): Answered => {
  // It would let the value add headers of its own.
  if (uses.headers && headers && /[\r\n\0]/.test(`${Object.values(headers)}`))
    throw new Error("A header has a line break.");
  return { [replied]: true, status, body, headers };
};

/** Whether a handler has returned what `reply` made. */
export const isReply = (returned: unknown): returned is Answered =>
  !!(returned as Answered | null | undefined)?.[replied];
