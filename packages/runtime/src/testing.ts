import "./check-answers.ts";
import type { Context } from "aws-lambda/handler.js";
import type { ProblemDocument } from "./problem.ts";
import type { StreamedBody, WithHeaders } from "./reply.ts";
import type { Handler, Route, Shape } from "./route.ts";
import { readAnswer } from "./testing/answers.ts";
import { type EventOptions, eventOf } from "./testing/events.ts";

export type { EventOptions, EventShape } from "./testing/events.ts";

/**
 * Makes the event that a call of the route would send: for a custom integration what the generated mapping template
 * makes, else the proxy event of a REST API, or of another service if `shape` says so.
 */
export const event = <T extends Shape>(
  route: Route<string, T>,
  input: T["sent"],
  options?: EventOptions,
): unknown => eventOf(route.name, route.declaration, input, options);

/** An answer as its caller gets it. Cookies are the list `set-cookie`; header names are in small letters. */
export interface TestAnswer<Status, Body> {
  readonly status: Status;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** JSON and problem documents parsed, text as it is, bytes and streams as a `Uint8Array`, `undefined` for none. */
  readonly body: Body;
}

type SuccessOf<O> = { [S in keyof O & number]: TestAnswer<S, Received<O[S]>> }[keyof O & number];

type Received<A> = A extends WithHeaders<infer B, unknown> ? Whole<B> : Whole<A>;

/** A streamed body is received whole. */
type Whole<B> = [B] extends [StreamedBody] ? Uint8Array : B;

type AnswerOf<T extends Shape> =
  | (SuccessOf<T["output"]> & { readonly ok: true })
  | (TestAnswer<number, ProblemDocument> & { readonly ok: false });

/** With a `shape` other than `rest`, the handler is a `join`ed one. */
export interface InvokeOptions extends EventOptions {
  /** Milliseconds until Lambda would end the call. */
  readonly remaining?: number;
}

/** Calls a handler of the route as Lambda would, and reads its answer as API Gateway would. */
export const invoke = async <T extends Shape>(
  route: Route<string, T>,
  handler: Handler<string>,
  input: T["sent"],
  { remaining, ...options }: InvokeOptions = {},
): Promise<AnswerOf<T>> =>
  // What a handler answers has been checked against the route's schemas.
  (await invokeEvent(handler, event(route, input, options), remaining)) as AnswerOf<T>;

/** The same with an event of your own making. */
export const invokeEvent = async (
  handler: Handler<string>,
  sent: unknown,
  remaining?: number,
): Promise<TestAnswer<number, unknown> & { readonly ok: boolean }> => {
  const call = async () => handler(sent, lambdaContext(remaining));
  return readAnswer(
    handler.routes,
    sent,
    await call().then(
      (value) => ({ value }),
      (error) => ({ error }),
    ),
  );
};

/** A Lambda context with `remaining` milliseconds to go. */
export const lambdaContext = (remaining = 3000): Context => {
  const deadline = Date.now() + remaining;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: "test",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:test",
    memoryLimitInMB: "128",
    awsRequestId: "00000000-0000-4000-8000-000000000000",
    logGroupName: "/aws/lambda/test",
    logStreamName: "test",
    getRemainingTimeInMillis: () => deadline - Date.now(),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};
