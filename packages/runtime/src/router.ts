import type { Api } from "./api.ts";
import { dispatch } from "./handler.ts";
import type { Handler } from "./route.ts";

type NameOf<R> = R extends { readonly name: infer N extends string } ? N : never;

/** Some routes in one function: `join(greetHandler, placeOrderHandler)`. */
export const join = <N extends string>(...handlers: readonly Handler<N>[]): Handler<N> => dispatch(handlers);

/** All routes of an API in one function: a missing, extra or swapped handler is a compile error. */
export const router = <R>(
  _api: Api<R>,
  handlers: { readonly [K in keyof R]: Handler<NameOf<R[K]>> },
): Handler<NameOf<R[keyof R]>> => dispatch(Object.values<Handler<NameOf<R[keyof R]>>>(handlers));
