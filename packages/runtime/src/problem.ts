import type { Out, Schema } from "./schema.ts";
import * as uses from "./uses.ts";

/** A declared error: its status and, for the compiler, the type of its `details`. */
export interface Problem<D> {
  readonly status: number;
  readonly details?: Schema | undefined;
  readonly "~details"?: D;
}

/**
 * Declares an error that carries `details`: `errors: { Locked: problem(423, z.object({ by: z.string() })) }`.
 * Without details the status alone says as much: `errors: { OutOfStock: 409 }`.
 */
export const problem = <S extends Schema>(status: number, details: S): Problem<Out<S>> => ({
  status,
  details,
});

export type Errors = Readonly<Record<string, number | Problem<unknown>>>;

export const statusOf = (declared: number | Problem<unknown>): number =>
  typeof declared === "number" ? declared : declared.status;

/** Error code → type of its details, `undefined` where it has none. */
export type ErrorsOf<E> = {
  -readonly [K in keyof E]: E[K] extends { readonly "~details"?: infer D } ? D : undefined;
} & {};

/** Codes that the runtime itself answers with; a route cannot declare them. */
export const reservedCodes = [
  "InvalidInput",
  "MalformedBody",
  "ContentTooLarge",
  "UnsupportedMediaType",
  "NotFound",
  "MethodNotAllowed",
  "InternalError",
  "Timeout",
] as const;

export type ReservedCode = (typeof reservedCodes)[number];

/** The problem document (RFC 9457) that every error leaves as. `status` comes first: selection patterns see it. */
export interface ProblemDocument {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly details?: unknown;
  /** What was wrong with the input, one entry a finding. */
  readonly errors?: readonly InvalidField[] | undefined;
  /** The request id to quote in a report. */
  readonly id?: string | undefined;
}

export interface InvalidField {
  /** The member of `input`, and the path below it: `order.items.0.sku`. */
  readonly path: string;
  readonly detail: string;
}

/** What some problems say besides status, code and detail. */
type More = Pick<ProblemDocument, "details" | "errors">;

/** An error whose answer is known: thrown by `fail.X(…)`, by validation, by the router. */
export class ProblemError extends Error {
  declare readonly status: number;
  declare readonly code: string;
  /** Headers that belong to the status, such as `Allow` to 405. */
  declare readonly headers?: Readonly<Record<string, string>>;

  constructor(status: number, code: string, detail: string, more?: More, options?: ErrorOptions) {
    super(detail, options);
    // What can be enumerated of it is its document, but for the headers.
    Object.assign(this, { status, code, title: titleOf(status), detail, ...more });
  }
}

/**
 * The problem that a thrown value is, `undefined` for what was not expected. Besides our own it can be an error in
 * the convention of `http-errors`, as middy's own middlewares throw it.
 *
 * @param declaration with the declared ones
 */
export const knownProblem = (
  error: unknown,
  declaration: { readonly errors: Errors },
): ProblemError | undefined => {
  if (error instanceof ProblemError) return error;
  const { statusCode: status, expose, message } = Object(error) as HttpError;
  const title = titles()[status]?.replace(/\W/g, "");
  return title && status >= 400 && (expose ?? status < 500)
    ? new ProblemError(
        Number(status),
        // Who declares that code with details would miss them.
        uses.errors && typeof declaration.errors[title] === "object" ? "HttpError" : title,
        `${message}`,
      )
    : undefined;
};

/** What an error has that is one in that convention. */
interface HttpError {
  readonly statusCode: number;
  readonly expose?: boolean;
  readonly message: unknown;
}

/** The title of a status. */
export const titleOf = (status: number): string => titles()[status] ?? "Error";

// Lambda has loaded it before any function, but an `import` would fill in its exports, WebSocket among them.
const titles = () => process.getBuiltinModule("node:http").STATUS_CODES;
