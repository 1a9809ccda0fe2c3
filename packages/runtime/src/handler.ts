import middy from "@middy/core";
import type { Context } from "aws-lambda/handler.js";
import type { Adapter } from "./adapter.ts";
import { installed } from "./answer-check.ts";
import { chain } from "./chain.ts";
import { custom } from "./custom.ts";
import { failures } from "./fail.ts";
import { begun, logFailure, loggerFor } from "./logger.ts";
import { answeredError, ProblemError, toProblem } from "./problem.ts";
import { proxy } from "./proxy.ts";
import { inputReader } from "./read-input.ts";
import { declareOutputs, Replied, reply } from "./reply.ts";
import type { Declaration, Handler, Integration } from "./route.ts";

/** The two integrations, side by side: how an event is read and how an answer and an error leave. */
const adapters: Readonly<Record<Integration, Adapter>> = { proxy, custom };

/**
 * Makes the Lambda handler of one route: a middy handler that reads and validates the input, runs `run`, and
 * writes its answer. Whatever is thrown, also by a middleware, leaves as a problem document.
 */
export const adapt = <Name extends string>(
  name: Name,
  declaration: Declaration,
  run: (call: never) => unknown,
): Handler<Name> => {
  const adapter = adapters[declaration.integration];
  const outputs = declareOutputs(declaration.output);
  const readInput = inputReader(declaration, adapter);
  const fail = failures(declaration.errors);

  const requestId = (event: unknown, lambda: Context) => adapter.requestId(event) ?? lambda.awsRequestId;

  /** What `run` gets. A class: to make an object with a getter takes ten times as long. */
  class Call {
    declare readonly input: unknown;
    readonly fail = fail;
    readonly reply = reply;
    declare readonly signal: AbortSignal;
    declare readonly lambda: Context;
    readonly #event: unknown;

    constructor(input: unknown, event: unknown, lambda: Context, signal: AbortSignal) {
      this.input = input;
      this.#event = event;
      this.lambda = lambda;
      this.signal = signal;
    }

    get logger() {
      return loggerFor(this.lambda, name, requestId(this.#event, this.lambda));
    }
  }

  const write = (returned: unknown): unknown => {
    const answered =
      returned instanceof Replied ? returned : reply(outputs[1] ? 0 : Number(outputs[0]?.status), returned);
    const output = outputs.find(({ status }) => status === answered.status);
    if (output === undefined)
      throw new Error("Return reply(status, body) with a status of the route's output.");
    return chain(installed.check(output, answered), (checked) => adapter.write(output, checked, outputs));
  };

  // Not async: what need not wait does not, and a call costs a promise less for each step that is done at once.
  const answer = (event: unknown, lambda: Context, { signal }: { readonly signal: AbortSignal }) => {
    begun(lambda);
    adapter.accept(event);
    const input = readInput(event);
    const call = (read: unknown) => run(new Call(read, event, lambda, signal) as never);
    return chain(input instanceof Promise ? input.then(call) : call(input), write);
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
    const { document, headers, unexpected } = toProblem(error, id);
    try {
      if (unexpected) logFailure(context, name, id, error);
    } catch {
      // A logger that fails has nowhere to say so, and must not keep the answer from its caller.
    }
    request.error = answeredError(adapter.restrict(document, declaration), headers);
  };

  const plain = middy<unknown, unknown, Error, Context>(answer as never, { timeoutEarlyResponse });
  for (const middleware of adapter.middlewares) plain.use(middleware);
  plain.onError(toAnsweredError as never);
  const handler = Object.assign(plain, { routes: [{ name, declaration }] }) as unknown as Handler<Name>;
  for (const { body } of outputs) if (body !== null && "~deliver" in body) return body["~deliver"](handler);
  return handler;
};

const timeoutEarlyResponse = (): never => {
  throw new ProblemError({ status: 504, code: "Timeout", detail: "The function ran out of time." });
};
