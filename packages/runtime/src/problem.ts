import type { Out, Schema } from "./schema.ts";

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

/** What is known of a problem where it happens. */
interface Known extends Omit<ProblemDocument, "title" | "id" | "code"> {
  /** Default: the title of the status in one word. */
  readonly code?: string;
  /** Headers that belong to the status, such as `Allow` to 405. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error whose answer is known: thrown by `fail.X(…)`, by validation, by the router. */
export class ProblemError extends Error {
  declare readonly problem: Known;

  constructor(problem: Known, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

/**
 * The last form of an error, the same for both integrations: `message` is the problem document on one line. For
 * a proxy integration `@middy/http-error-handler` sends it; for a custom one Lambda reports it as
 * `errorMessage`, which the selection patterns of the method match. It has no stack, so none can leak.
 */
export const answeredError = (document: ProblemDocument, headers: Known["headers"]): Error =>
  Object.assign(new Error(JSON.stringify(document)), {
    name: document.code,
    stack: "",
    statusCode: document.status,
    expose: true,
    headers: { "Content-Type": "application/problem+json", ...headers },
  });

/** The document for any thrown value, and whether it was unexpected (and so has to be logged). */
export const toProblem = (error: unknown, id: string | undefined) => {
  const known = error instanceof ProblemError ? error.problem : exposedHttpError(error);
  const { status, code, headers, ...rest } = known ?? internalError;
  const title = titleOf(status);
  const document: ProblemDocument = { status, code: code ?? title.replace(/\W/g, ""), title, ...rest, id };
  return { document, headers, unexpected: !known || code === "Timeout" };
};

const internalError: Known = {
  status: 500,
  code: "InternalError",
  detail: "The request could not be completed.",
};

/** An error in the convention of `http-errors`, as middy's own middlewares throw it. */
const exposedHttpError = (error: unknown): Known | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { statusCode: status, expose } = error as Error & { statusCode?: unknown; expose?: unknown };
  return typeof status === "number" && status >= 400 && status in statusTitles() && (expose ?? status < 500)
    ? { status, detail: error.message }
    : undefined;
};

/** The title of a status. Node has the table: Lambda has loaded it already, and elsewhere only an error does. */
export const titleOf = (status: number): string => statusTitles()[status] ?? "Error";

const statusTitles = () => process.getBuiltinModule("node:http").STATUS_CODES;
