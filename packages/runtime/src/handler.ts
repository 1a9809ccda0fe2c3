import middy from "@middy/core";
import type { Context } from "aws-lambda/handler.js";
import type { Adapter } from "./adapter.ts";
import { custom } from "./custom.ts";
import { failures } from "./fail.ts";
import { loggerFor } from "./logger.ts";
import { AnsweredError, ProblemError, toProblem } from "./problem.ts";
import { proxy } from "./proxy.ts";
import { inputReader } from "./read-input.ts";
import { type Answered, declareOutputs, isReply, type OutputDeclaration, reply } from "./reply.ts";
import type { Declaration, Handler, Integration, Middleware } from "./route.ts";

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

  const answer = async (event: unknown, lambda: Context, options: { readonly signal: AbortSignal }) => {
    const call = {
      input: await readInput(event),
      fail,
      reply,
      get logger() {
        return loggerFor(lambda, { route: name, id: adapter.requestId(event) });
      },
      signal: options.signal,
      lambda,
    };
    const answered = settle(await run(call as never), outputs);
    return adapter.write(answered.output, answered.answer, outputs);
  };

  /** Runs before the integration's own error middleware and gives it the error in its last form. */
  const toAnsweredError = (request: {
    event: unknown;
    context: Context;
    response?: unknown;
    error: unknown;
  }) => {
    if (request.response !== undefined) return;
    const id = adapter.requestId(request.event) ?? request.context.awsRequestId;
    const { document, unexpected } = toProblem(request.error, id);
    if (unexpected) {
      const cause = request.error instanceof Error ? request.error : new Error(String(request.error));
      loggerFor(request.context, { route: name, id }).error("The call failed.", cause);
    }
    request.error = new AnsweredError(adapter.restrict(document, declaration));
  };

  const handler = middy<unknown, unknown, Error, Context>(answer);
  for (const middleware of adapter.middlewares) handler.use(middleware);
  handler.onError(toAnsweredError as never);
  return Object.assign(handler, { routes: [{ name, declaration }] }) as unknown as Handler<Name>;
};

/** One handler for several: an event goes to the handler of its route. */
export const dispatch = <N extends string>(handlers: readonly Handler<N>[]): Handler<N> => {
  const byName = new Map<string, Handler<N>>();
  for (const handler of handlers) for (const route of handler.routes) byName.set(route.name, handler);
  const unknownRoute = adapt("ANY", notFound, () => {
    throw new ProblemError({
      status: 404,
      code: "NotFound",
      detail: "This function does not serve that route.",
    });
  });
  const dispatching = (event: unknown, context?: Context) => {
    const name = proxy.routeName(event) ?? custom.routeName(event);
    return ((name === undefined ? undefined : byName.get(name)) ?? unknownRoute)(event, context);
  };
  return Object.assign(dispatching, {
    use(this: Handler<N>, middleware: Middleware) {
      for (const handler of handlers) handler.use(middleware);
      return this;
    },
    routes: handlers.flatMap((handler) => handler.routes),
  });
};

const notFound: Declaration = {
  method: "GET",
  path: "/",
  integration: "proxy",
  auth: "none",
  input: {},
  output: null,
  errors: {},
};

const settle = (
  returned: unknown,
  outputs: readonly OutputDeclaration[],
): { readonly answer: Answered; readonly output: OutputDeclaration } => {
  const [only, ...others] = outputs;
  if (isReply(returned)) {
    const answer = returned["~reply"];
    const output = outputs.find(({ status }) => status === answer.status);
    if (output === undefined)
      throw new Error(`The route does not declare the status ${answer.status} in its output.`);
    return { answer, output };
  }
  if (only === undefined || others.length > 0) {
    throw new Error("The route has more than one output: return reply(status, body).");
  }
  return { answer: { status: only.status, body: returned, headers: {} }, output: only };
};
