import middy from "@middy/core";
import type { Context } from "aws-lambda/handler.js";
import type { Adapter } from "./adapter.ts";
import { installed } from "./answer-check.ts";
import { chain } from "./chain.ts";
import { custom } from "./custom.ts";
import { beforeDeadline } from "./deadline.ts";
import { failures } from "./fail.ts";
import { loggerFor } from "./logger.ts";
import { knownProblem, ProblemError } from "./problem.ts";
import { proxy } from "./proxy.ts";
import { inputReader } from "./read-input.ts";
import {
  declareOutputs,
  isReply,
  type Ongoing,
  type OutputDeclaration,
  reply,
  type Stream,
} from "./reply.ts";
import type { Declaration, Handler } from "./route.ts";
import * as uses from "./uses.ts";

/**
 * Makes the Lambda handler of one route: a middy handler that reads and validates the input, runs `run`, and
 * writes its answer. Whatever is thrown, also by a middleware, leaves as a problem document.
 */
export const adapt = <Name extends string>(
  route: { readonly name: Name; readonly declaration: Declaration },
  run: (call: never) => unknown,
  // The two integrations, side by side: how an event is read and how an answer and an error leave.
  adapter: Adapter = uses.custom && (uses.proxy ? route.declaration.integration === "custom" : true)
    ? custom
    : proxy,
): Handler<Name> => {
  const { name, declaration } = route;
  const outputs = uses.outputs ? declareOutputs(declaration.output) : [];
  const readInput = inputReader(declaration, adapter.read);
  const fail = uses.errors ? failures(declaration.errors) : {};

  /** What `run` gets. A class: to make an object with a getter takes ten times as long. */
  class Call {
    declare input: unknown;
    declare readonly lambda: Context;
    readonly reply = uses.outputs ? reply : (_status: number, body: unknown) => body;
    readonly fail = fail;
    readonly #id: string;
    readonly #controller = new AbortController();

    constructor(id: string, lambda: Context) {
      this.#id = id;
      this.lambda = lambda;
    }

    get logger() {
      return loggerFor(this.lambda, name, this.#id);
    }

    get signal() {
      return this.#controller.signal;
    }

    abort() {
      this.#controller.abort();
    }
  }

  /** Runs before the integration's own error middleware and gives it the error in its last form. */
  const onError = (request: { event: unknown; context: Context; response?: unknown; error: unknown }) => {
    if (request.response !== undefined) return;
    const { event, context, error } = request;
    const id = adapter.id(event, context);
    const problem = knownProblem(error, declaration);
    if (!problem || problem.code === "Timeout")
      try {
        const cause = error instanceof Error ? error : new Error("Thrown", { cause: error });
        loggerFor(context, name, id).error(`${name} failed: request ${id}`, cause);
      } catch {
        // A logger that fails has nowhere to say so, and must not keep the answer from its caller.
      }
    request.error = adapter.fail(
      problem ?? new ProblemError(500, "InternalError", "The request could not be completed."),
      id,
      declaration,
    );
  };

  const plain = middy<unknown, unknown, Error, Context>(
    // Not async: what need not wait does not, and a call costs a promise less for each step that is done at once.
    ((event: unknown, lambda: Context) => {
      adapter.accept(event);
      const call = new Call(adapter.id(event, lambda), lambda);
      return beforeDeadline(
        chain(
          chain(readInput(event, call), () => run(call as never)),
          uses.outputs
            ? (returned) => write(adapter, outputs, returned, call)
            : // An output that is a bare schema leaves nothing to say but the body.
              (body) => (adapter.write as (answer: { readonly body: unknown }) => unknown)({ body }),
        ),
        call,
      );
    }) as never,
    { timeoutEarlyInMillis: 0 },
  );
  const handler = Object.assign(plain.use(adapter.net).onError(onError as never), {
    routes: [route],
  }) as unknown as Handler<Name>;
  return uses.encoded
    ? outputs.reduce((made, { body }) => (body as Stream | null)?.["~deliver"]?.(made) ?? made, handler)
    : handler;
};

const write = (
  adapter: Adapter,
  outputs: readonly OutputDeclaration[],
  returned: unknown,
  call: Ongoing,
): unknown => {
  // The only status is that of what is returned without a word.
  const only = Number(!outputs[1] && outputs[0]?.status);
  const answer = isReply(returned) ? returned : reply(only, returned);
  const output = outputs.find(({ status }) => status === answer.status);
  return chain(installed.check(output, answer), (checked) =>
    // Nothing can be written without a declared output; that it is missing, the check has said.
    adapter.write(checked, output as OutputDeclaration, outputs, call),
  );
};
