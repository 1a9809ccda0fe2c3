import { type Handler, type Integration, join } from "../src/index.ts";
import type { EventShape } from "../src/testing.ts";

/** Everything that a route can be called through: what holds for one has to hold for all. */
export const callers: readonly {
  readonly caller: string;
  readonly integration: Integration;
  readonly shape: EventShape;
}[] = [
  { caller: "custom integration", integration: "custom", shape: "rest" },
  { caller: "REST API", integration: "proxy", shape: "rest" },
  { caller: "HTTP API", integration: "proxy", shape: "http" },
  { caller: "function URL", integration: "proxy", shape: "url" },
  { caller: "load balancer", integration: "proxy", shape: "alb" },
  { caller: "load balancer, multi-value", integration: "proxy", shape: "alb-multi" },
];

export const proxyCallers = callers.filter(({ integration }) => integration === "proxy");

/** The handler as it is exported for a caller: anything but a REST API takes `join`. */
export const served = <N extends string>(handler: Handler<N>, shape: EventShape): Handler<N> =>
  shape === "rest" ? handler : join(handler);
