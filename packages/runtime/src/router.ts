import type { Context } from "aws-lambda/handler.js";
import { member } from "./adapter.ts";
import type { Api } from "./api.ts";
import { answerFor, toVersion1 } from "./event-shape.ts";
import { adapt } from "./handler.ts";
import { pathMatcher } from "./path.ts";
import { ProblemError } from "./problem.ts";
import { proxy } from "./proxy.ts";
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
  const byName = new Map<string, Handler<string>>();
  /** Resource path → method → handler. */
  const byResource = new Map<string, Map<string, Handler<string>>>();
  for (const handler of handlers)
    for (const { name, declaration } of handler.routes) {
      byName.set(name, handler);
      const methods = byResource.get(declaration.path) ?? new Map<string, Handler<string>>();
      byResource.set(declaration.path, methods.set(declaration.method, handler));
    }
  const paths = [...byResource.keys()];
  const findResource = resourceTree(paths);
  const matchers = new Map(paths.map((path) => [path, pathMatcher(path)]));
  const rejecting = adapt(
    { name: "ANY", declaration: nowhere },
    ({ lambda }: { readonly lambda: Context }) => {
      throw rejected.get(lambda);
    },
    proxy,
  );

  const locate = (event: Located | null | undefined): Target | ProblemError => {
    const named = byName.get(member(event?.["@"], "route") as string);
    if (named) return [named, event];
    const { resource, path, httpMethod } = event ?? {};
    const known = byResource.has(resource as string) || typeof path !== "string";
    const found = known ? resource : findResource(path);
    const methods = byResource.get(found as string);
    if (methods === undefined)
      return new ProblemError(404, "NotFound", "This function does not serve that route.");
    const handler = methods.get(httpMethod as string) ?? methods.get("ANY");
    if (handler === undefined) {
      const Allow = [...methods.keys()].join(", ");
      return Object.assign(new ProblemError(405, "MethodNotAllowed", `Use ${Allow}.`), {
        headers: { Allow },
      });
    }
    return known
      ? [handler, event]
      : [handler, { ...event, resource: found, pathParameters: matchers.get(found as string)?.(path) }];
  };

  const call = (event: unknown, context: Context | undefined): Promise<unknown> => {
    const target = locate(event as Located);
    if (!(target instanceof ProblemError)) return target[0](target[1], context);
    const lambda = context ?? ({} as Context);
    rejected.set(lambda, target);
    return rejecting(event, lambda);
  };

  const handler = Object.assign(
    (sent: unknown, context?: Context): Promise<unknown> => {
      const event = toVersion1(sent);
      const answer = call(event, context);
      return event === sent ? answer : answer.then((version1) => answerFor(sent, version1));
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

/** As much of an event as says where it is to go. */
interface Located {
  readonly "@"?: unknown;
  readonly resource?: unknown;
  readonly path?: unknown;
  readonly httpMethod?: unknown;
}

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
