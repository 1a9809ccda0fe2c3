import type { Context } from "aws-lambda/handler.js";
import { member } from "./adapter.ts";
import type { Api } from "./api.ts";
import { answerFor, toVersion1 } from "./event-shape.ts";
import { adapt } from "./handler.ts";
import { pathMatcher } from "./path.ts";
import { ProblemError } from "./problem.ts";
import { declareOutputs, type Stream } from "./reply.ts";
import { resourceTree } from "./resource-tree.ts";
import type { Handler, Middleware } from "./route.ts";

type NameOf<R> = R extends { readonly name: infer N extends string } ? N : never;

/**
 * Some routes in one function: `join(greetHandler, placeOrderHandler)`. They serve REST APIs, HTTP APIs, function
 * URLs and load balancers: also of a single route, if its events come from anything but a REST API.
 */
export const join = <N extends string>(...handlers: readonly Handler<N>[]): Handler<N> => dispatch(handlers);

/** All routes of an API in one function: a missing, extra or swapped handler is a compile error. */
export const router = <R>(
  _api: Api<R>,
  handlers: { readonly [K in keyof R]: Handler<NameOf<R[K]>> },
): Handler<NameOf<R[keyof R]>> => dispatch(Object.values<Handler<NameOf<R[keyof R]>>>(handlers));

/** A handler to call, and the event to call it with. */
type Target = readonly [handler: Handler<string>, event: unknown];

/**
 * One handler for several: an event goes to the handler of its route, which a custom integration's template names.
 * API Gateway has already found the resource; where it has not, or has found a greedy one that is none of ours, the
 * path is looked up.
 */
const dispatch = <N extends string>(joined: readonly Handler<N>[]): Handler<N> => {
  const routes = joined.flatMap((handler) => handler.routes);
  const deliver = streamOf(routes)?.["~deliver"];
  const handlers = joined.map((handler) => plainOf(handler));
  const byName = new Map(
    handlers.flatMap((handler) => handler.routes.map(({ name }) => [name as string, handler])),
  );
  const paths = [...new Set(routes.map(({ declaration }) => declaration.path))];
  const findResource = resourceTree(paths);
  const matchers = new Map(paths.map((path) => [path, pathMatcher(path)]));
  const rejecting = adapt("ANY", nowhere, ({ lambda }: { readonly lambda: Context }) => {
    throw rejected.get(lambda);
  });

  const locate = (event: unknown): Target | ProblemError => {
    const named = byName.get(String(member(member(event, "@"), "route")));
    if (named !== undefined) return [named, event];
    const resource = String(member(event, "resource"));
    const path = member(event, "path");
    const found = matchers.has(resource) || typeof path !== "string" ? resource : findResource(path);
    if (found === undefined || !matchers.has(found))
      return new ProblemError(404, "NotFound", "This function does not serve that route.");
    const handler =
      byName.get(`${String(member(event, "httpMethod"))} ${found}`) ?? byName.get(`ANY ${found}`);
    if (handler === undefined) {
      const Allow = routes
        .flatMap(({ declaration: { method, path } }) => (path === found ? [method] : []))
        .join(", ");
      return new ProblemError(405, "MethodNotAllowed", `Use ${Allow}.`, { headers: { Allow } });
    }
    return found === resource
      ? [handler, event]
      : [
          handler,
          { ...(event as object), resource: found, pathParameters: matchers.get(found)?.(String(path)) },
        ];
  };

  const handler = Object.assign(
    async (sent: unknown, context?: Context): Promise<unknown> => {
      const event = toVersion1(sent);
      const target = locate(event);
      if (!(target instanceof ProblemError)) return answerFor(sent, await target[0](target[1], context));
      const lambda = context ?? ({} as Context);
      rejected.set(lambda, target);
      return answerFor(sent, await rejecting(event, lambda));
    },
    {
      use(middleware: Middleware) {
        for (const one of [...handlers, rejecting]) one.use(middleware);
        return this;
      },
      routes,
    },
  ) as unknown as Handler<N>;
  return deliver === undefined ? handler : deliver(handler);
};

/** Why a call was rejected: it is answered as an error of a handler, so that middlewares such as CORS see it. */
const rejected = new WeakMap<object, ProblemError>();

/** What stands in for a route where there is none. */
const nowhere = {
  method: "ANY",
  path: "",
  integration: "proxy",
  input: {},
  output: null,
  errors: {},
} as const;

const plainOf = <H extends object>(handler: H): H =>
  "~plain" in handler ? (handler["~plain"] as H) : handler;

const streamOf = (routes: Handler<string>["routes"]): Stream | undefined => {
  const outputs = routes.flatMap(({ declaration }) => declareOutputs(declaration.output));
  const stream = outputs.find(({ body }) => body !== null && "~deliver" in body)?.body as Stream | undefined;
  if (stream !== undefined && routes.some(({ declaration }) => declaration.integration === "custom"))
    throw new Error("A route with a custom integration cannot share a function with one that streams.");
  return stream;
};
