import type { Issue, Out, Schema } from "./schema.ts";

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

/** Error code → type of its details, `undefined` where it has none. */
export type ErrorsOf<E> = {
  -readonly [K in keyof E]: E[K] extends { readonly "~details"?: infer D } ? D : undefined;
} & {};

/** Codes that the runtime itself answers with; a route cannot declare them. */
export const reservedCodes = [
  "InvalidInput",
  "MalformedBody",
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

/** An error whose answer is known: thrown by `fail.X(…)`, by validation, by the router. */
export class ProblemError extends Error {
  override readonly name: string = "ProblemError";
  readonly problem: Omit<ProblemDocument, "title" | "id">;

  constructor(problem: Omit<ProblemDocument, "title" | "id">, options?: ErrorOptions) {
    super(problem.detail ?? problem.code, options);
    this.problem = problem;
  }
}

/**
 * The last form of an error, the same for both integrations: `message` is the problem document on one line. For
 * a proxy integration `@middy/http-error-handler` sends it; for a custom one Lambda reports it as
 * `errorMessage`, which the selection patterns of the method match. It has no stack, so none can leak.
 */
export class AnsweredError extends Error {
  override readonly name: string;
  readonly statusCode: number;
  readonly expose = true;
  readonly headers: Readonly<Record<string, string>> = { "Content-Type": "application/problem+json" };

  constructor(problem: ProblemDocument) {
    super(JSON.stringify(problem));
    this.name = problem.code;
    this.statusCode = problem.status;
    this.stack = "";
  }
}

/** The document for any thrown value, and whether it was unexpected (and so has to be logged). */
export const toProblem = (
  error: unknown,
  id: string | undefined,
): { readonly document: ProblemDocument; readonly unexpected: boolean } => {
  if (error instanceof ProblemError) {
    const { status, code, ...rest } = error.problem;
    return { document: { status, code, title: titleOf(status), ...rest, id }, unexpected: false };
  }
  const timedOut =
    error instanceof Error && error.name === "TimeoutError" && error.message.startsWith("[AbortError]");
  if (timedOut)
    return { document: plain(504, "Timeout", "The function ran out of time.", id), unexpected: true };
  const http = exposedHttpError(error);
  if (http !== undefined)
    return { document: plain(http.status, codeOf(http.status), http.message, id), unexpected: false };
  return {
    document: plain(500, "InternalError", "The request could not be completed.", id),
    unexpected: true,
  };
};

/** `order.items.0.sku`: where in the input an issue of the schema is. */
export const issuePath = (key: string, issue: Issue): string =>
  [key, ...(issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part))].join(".");

const plain = (status: number, code: string, detail: string, id: string | undefined): ProblemDocument => ({
  status,
  code,
  title: titleOf(status),
  detail,
  id,
});

/** An error in the convention of `http-errors`, as middy's own middlewares throw it. */
const exposedHttpError = (error: unknown): { status: number; message: string } | undefined => {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number")
    return undefined;
  const expose = "expose" in error ? error.expose === true : error.statusCode < 500;
  return expose && error.statusCode >= 400 && error.statusCode < 600
    ? { status: error.statusCode, message: error.message }
    : undefined;
};

/** Titles of the statuses that APIs answer with (RFC 9110, section 15; 423 RFC 4918, 428 and 429 RFC 6585). */
const titles: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  423: "Locked",
  428: "Precondition Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

export const titleOf = (status: number): string =>
  titles[status] ?? (status < 500 ? "Client Error" : "Server Error");

const codeOf = (status: number): string => titleOf(status).replaceAll(" ", "");
