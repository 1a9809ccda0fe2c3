import type { ApiDescription, RouteDescription } from "@gatewright/runtime/describe";
import { type DesiredFunction, desiredState } from "../src/desired/desired.ts";
import type { Scope, State } from "../src/state.ts";

/** States for tests of the pure parts, made from descriptions as a project's are. */

export const scope: Scope = {
  api: "shop",
  stage: "prod",
  region: "us-west-2",
  accountId: "111122223333",
  partition: "aws",
};

export function route(name: string, more: Partial<RouteDescription> = {}): RouteDescription {
  const [method = "GET", path = "/"] = name.split(" ");
  return {
    key: name,
    name,
    method: method as RouteDescription["method"],
    path,
    integration: "proxy",
    auth: "none",
    input: [],
    outputs: [{ status: 200, body: { type: "json", schema: {} }, headers: {} }],
    errors: [],
    ...more,
  };
}

export function api(routes: readonly RouteDescription[], more: Partial<ApiDescription> = {}): ApiDescription {
  return { name: "shop", stage: "prod", endpointType: "REGIONAL", routes, ...more };
}

export function code(
  name: string,
  routes: readonly string[],
  more: Partial<DesiredFunction> = {},
): DesiredFunction {
  return { name, routes, codeSha256: `${name}-1`, codeSize: 41_234, ...more };
}

/** The state of an API with these routes, each served by a function named after its method and path. */
export function stateOf(
  routes: readonly RouteDescription[],
  functions?: readonly DesiredFunction[],
  more: Partial<ApiDescription> = {},
): State {
  return desiredState({
    scope,
    description: api(routes, more),
    functions: functions ?? routes.map(({ key }) => code(key.replace(/\W+/g, "-"), [key])),
  });
}
