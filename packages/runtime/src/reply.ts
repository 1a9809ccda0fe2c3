import type { Out, Schema } from "./schema.ts";

/** A body of plain text. */
export interface Text {
  readonly type: "text";
  readonly contentType: string;
}

/** A body of bytes, such as an image. */
export interface Bytes {
  readonly type: "bytes";
  readonly contentType: string;
}

/** A body that the handler produces piece by piece. */
export interface Stream {
  readonly type: "stream";
  readonly contentType: string;
}

/** Declares a text body: the handler returns a string, which is sent as it is (a schema means JSON). */
export const text = (contentType = "text/plain; charset=utf-8"): Text => ({ type: "text", contentType });

/** Declares a binary body: the handler returns a `Uint8Array`. */
export const bytes = (contentType: string): Bytes => ({ type: "bytes", contentType });

/**
 * Declares a streamed body: the handler returns an async iterable (a generator, a `ReadableStream`) of text or
 * bytes. It is collected before it is sent, so the answer is subject to Lambda's limit of 6 MB.
 */
export const stream = (contentType: string): Stream => ({ type: "stream", contentType });

/** What one status answers: a schema (JSON), text, bytes, a stream, `null` for no body, or one with headers. */
export type Answerable = Body | { readonly body: Body; readonly headers: Readonly<Record<string, Schema>> };

export type Body = Schema | Text | Bytes | Stream | null;

/** What a route answers: one body with status 200 (or 204 for `null`), or a record of status codes. */
export type Outputs = Body | { readonly [status: number]: Answerable };

export type BodyOf<O> = O extends Schema
  ? Out<O>
  : O extends Text
    ? string
    : O extends Bytes
      ? Uint8Array
      : O extends Stream
        ? AsyncIterable<string | Uint8Array>
        : O extends { readonly body: infer B }
          ? BodyOf<B>
          : undefined;

type HeadersOf<O> = O extends { readonly headers: infer H extends Readonly<Record<string, Schema>> }
  ? { [K in keyof H]: Out<H[K]> } & {}
  : undefined;

type Arguments<O> = [HeadersOf<O>] extends [undefined]
  ? [BodyOf<O>] extends [undefined]
    ? []
    : [body: BodyOf<O>]
  : [body: BodyOf<O>, headers: HeadersOf<O>];

/** Status code → the arguments that follow it in `reply(status, …)`. */
export type OutputsOf<O> = O extends Schema | Text | Bytes | Stream
  ? { 200: [body: BodyOf<O>] }
  : [O] extends [null]
    ? { 204: [] }
    : { -readonly [S in keyof O & number]: Arguments<O[S]> } & {};

/**
 * An answer made by `reply(status, body, headers)`. Its type carries the status only, so that a compiler's
 * message about a wrong answer does not print the whole route; body and headers are checked by the call.
 */
export interface Reply<S extends number> {
  readonly "~reply": Answered & { readonly status: S };
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

/** What a handler may return: the body itself where a route has one output without headers, else a `Reply`. */
export type Answer<O> =
  IsUnion<keyof O> extends true ? Reply<keyof O & number> : Bare<O[keyof O]> | Reply<keyof O & number>;

// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a body may end without a return.
type Bare<A> = A extends readonly [infer B] ? B : A extends readonly [] ? void : never;

/** The outputs of a route by status, in one form. */
export interface OutputDeclaration {
  readonly status: number;
  readonly body: Body;
  readonly headers: Readonly<Record<string, Schema>>;
}

export const declareOutputs = (outputs: Outputs): readonly OutputDeclaration[] => {
  if (outputs === null) return [{ status: 204, body: null, headers: {} }];
  if (isBody(outputs)) return [{ status: 200, body: outputs, headers: {} }];
  return Object.entries(outputs).map(([status, answer]) =>
    answer === null || isBody(answer)
      ? { status: Number(status), body: answer, headers: {} }
      : { status: Number(status), body: answer.body, headers: answer.headers },
  );
};

const isBody = (value: object): value is Exclude<Body, null> => "~standard" in value || "type" in value;

export const reply = <S extends number>(
  status: S,
  body?: unknown,
  headers: Readonly<Record<string, unknown>> = {},
): Reply<S> => ({ "~reply": { status, body, headers } });

export const isReply = (value: unknown): value is Reply<number> =>
  typeof value === "object" && value !== null && "~reply" in value;
