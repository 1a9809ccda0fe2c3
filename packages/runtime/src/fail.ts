import { type Errors, type ErrorsOf, ProblemError, statusOf } from "./problem.ts";

/** One function for each declared error, each throws by itself. */
export type Fail<E> = {
  readonly [K in keyof E & string]: (
    detail: string,
    ...details: undefined extends E[K] ? [] : [details: E[K]]
  ) => never;
} & {};

/**
 * The functions that end a call with a declared error: what a handler gets as `fail`. Of errors that are shared, for
 * all routes or by a middleware: `export const fail = failures(shared)`.
 */
export const failures = <const E extends Errors>(errors: E): Fail<ErrorsOf<E>> =>
  Object.fromEntries(
    Object.entries(errors).map(([code, declared]) => [
      code,
      (detail: string, details?: unknown) => {
        throw new ProblemError(statusOf(declared), code, detail, { details });
      },
    ]),
  ) as never;
