import middy from "@middy/core";
import type { Context } from "aws-lambda/handler.js";
import { installed } from "./answer-check.ts";
import { chain } from "./chain.ts";
import { custom } from "./custom.ts";
import { beforeDeadline } from "./deadline.ts";
import { failures } from "./fail.ts";
import { loggerFor } from "./logger.ts";
import { answeredError, knownProblem } from "./problem.ts";
import { proxy } from "./proxy.ts";
import { inputReader } from "./read-input.ts";
import { declareOutputs, isReply, type Ongoing, reply, type Stream } from "./reply.ts";
import type { Declaration, Handler } from "./route.ts";

/**
 * Makes the Lambda handler of one route: a middy handler that reads and validates the input, runs `run`, and
 * writes its answer. Whatever is thrown, also by a middleware, leaves as a problem document.
 */
export const adapt = <Name extends string>(
  name: Name,
  declaration: Declaration,
  run: (call: never) => unknown,
): Handler<Name> => {
  // The two integrations, side by side: how an event is read and how an answer and an error leave.
  const adapter = declaration.integration === "custom" ? custom : proxy;
  const outputs = declareOutputs(declaration.output);
  const readInput = inputReader(declaration, adapter.read);

  /** What `run` gets. A class: to make an object with a getter takes ten times as long. */
  class Call {
    input: unknown;
    readonly reply = reply;
    declare readonly lambda: Context;
    readonly #event: unknown;
    #controller: AbortController | undefined;

    constructor(event: unknown, lambda: Context) {
      this.#event = event;
      this.lambda = lambda;
    }

    get fail() {
      return failures(declaration.errors);
    }

    get logger() {
      return loggerFor(this.lambda, name, requestId(this.#event, this.lambda));
    }

    get signal() {
      this.#controller ??= new AbortController();
      return this.#controller.signal;
    }

    /** Also for a signal that is asked for too late. */
    abort() {
      void this.signal;
      this.#controller?.abort();
    }
  }

  /** The status of what is returned without a word. */
  const only = outputs[1] ? 0 : Number(outputs[0]?.status);

  const write = (returned: unknown, call: Ongoing): unknown => {
    const answer = isReply(returned) ? returned : reply(only, returned);
    const output = outputs.find(({ status }) => status === answer.status);
    if (!output) throw new Error("Reply with a status of the route's output.");
    return chain(installed.check(output, answer), (checked) => adapter.write(output, checked, outputs, call));
  };

  // Not async: what need not wait does not, and a call costs a promise less for each step that is done at once.
  const answer = (event: unknown, lambda: Context) => {
    adapter.accept?.(event);
    const call = new Call(event, lambda);
    const answered = chain(readInput(event), (input) => {
      call.input = input;
      return chain(run(call as never), (returned) => write(returned, call));
    });
    return answered instanceof Promise ? beforeDeadline(answered, lambda, () => call.abort()) : answered;
  };

  /** Runs before the integration's own error middleware and gives it the error in its last form. */
  const toAnsweredError = (request: {
    event: unknown;
    context: Context;
    response?: unknown;
    error: unknown;
  }) => {
    const { event, context, response, error } = request;
    if (response !== undefined) return;
    const id = requestId(event, context);
    const problem = knownProblem(error);
    if (!problem || problem.code === "Timeout")
      try {
        const cause = error instanceof Error ? error : new Error("Thrown:", { cause: error });
        loggerFor(context, name, id).error(`${name} failed: request ${id}`, cause);
      } catch {
        // A logger that fails has nowhere to say so, and must not keep the answer from its caller.
      }
    request.error = answeredError(problem, id, adapter.statuses?.(declaration.errors));
  };

  const plain = middy<unknown, unknown, Error, Context>(answer as never, { timeoutEarlyInMillis: 0 });
  if (adapter.net) plain.use(adapter.net);
  plain.onError(toAnsweredError as never);
  const handler = Object.assign(plain, { routes: [{ name, declaration }] }) as unknown as Handler<Name>;
  return outputs.reduce((made, { body }) => (body as Stream | null)?.["~deliver"]?.(made) ?? made, handler);
};

/** The id of the request at API Gateway, by the mapping template or in the proxy event; else at Lambda. */
const requestId = (event: unknown, lambda: Context): string => {
  const { "@": mapped, requestContext: request } = Object(event) as Identified;
  return mapped?.id ?? request?.extendedRequestId ?? request?.requestId ?? lambda.awsRequestId;
};

interface Identified {
  readonly "@"?: { readonly id?: string } | null;
  readonly requestContext?: { readonly extendedRequestId?: string; readonly requestId?: string } | null;
}
