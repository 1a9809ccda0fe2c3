import type { RouteDescription } from "@gatewright/runtime/describe";
import { createNames, type Names, pascalCase } from "./names.ts";

/** What a route's types are called. */
export interface RouteNames {
  /** What the names of its smaller types begin with. */
  readonly base: string;
  readonly input: string;
  readonly output: string;
  readonly error: string;
}

export interface NamedRoute {
  readonly route: RouteDescription;
  readonly names: RouteNames;
}

/** Takes the names of all routes: `placeOrder` and `place-order` do not share any. */
export function nameRoutes(routes: readonly RouteDescription[], names: Names): readonly NamedRoute[] {
  const bases = createNames([]);
  return routes.map((route) => {
    const base = bases.take(pascalCase(route.key));
    const take = (role: string): string => names.take(base + role);
    return { route, names: { base, input: take("Input"), output: take("Output"), error: take("Error") } };
  });
}
