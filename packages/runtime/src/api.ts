import type { Route, Shape } from "./route.ts";

/** Several routes that are deployed as one REST API. */
export interface Api<R> {
  readonly name: string;
  readonly stage: string;
  readonly endpointType: EndpointType;
  readonly description?: string | undefined;
  readonly routes: R;
}

/** API Gateway's endpoint types. `EDGE` is its own default. */
export type EndpointType = "EDGE" | "REGIONAL" | "PRIVATE";

// The shapes of different routes have nothing in common but that they are shapes, and `Call` uses them in both
// directions: no type but `never` is assignable to all of them.
export type AnyRoute = Omit<Route<string, Shape>, "handler"> & { handler(run: never): unknown };

/** Puts routes together into a REST API that is deployed to `stage` (default `prod`). */
export const api = <const R extends Readonly<Record<string, AnyRoute>>>(options: {
  readonly name: string;
  readonly routes: R;
  readonly stage?: string;
  readonly endpointType?: EndpointType;
  readonly description?: string;
}): Api<R> => ({ stage: "prod", endpointType: "EDGE", ...options });
