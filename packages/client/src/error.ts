/**
 * A call that did not succeed: `code` says why and never changes its meaning, `detail` says it to a person.
 * Thrown by a client's functions, returned by their `safe` forms.
 */
export class ApiError<
  Code extends string = string,
  Status extends number | undefined = number | undefined,
  Details = unknown,
> extends Error {
  override readonly name: string = "ApiError";
  declare readonly code: Code;
  /** The status of the answer; `undefined` when there was none. */
  declare readonly status: Status;
  declare readonly detail: string;
  /** The declared details of a declared error; the invalid fields of an `InvalidInput`. */
  declare readonly details: Details;
  /** What AWS calls the request (`x-amzn-RequestId`); quote it in a report. */
  declare readonly requestId: string | undefined;
  /** The body of the answer, when it was a JSON object: usually a problem document (RFC 9457). */
  declare readonly problem: { readonly [member: string]: unknown } | undefined;

  constructor(route: string, code: Code, detail: string, { cause, ...answer }: Answered<Status, Details>) {
    const reason = answer.status ? `${answer.status} ${code}` : code;
    super(`${route} failed with ${reason}: ${detail}`, cause === undefined ? {} : { cause });
    Object.assign(this, { code, detail }, answer);
  }
}

export interface Answered<Status, Details> {
  readonly status: Status;
  readonly details: Details;
  readonly requestId?: string | undefined;
  readonly problem?: { readonly [member: string]: unknown } | undefined;
  readonly cause?: unknown;
}

/** What can go wrong on this side of the wire, or with an answer that is not what the API declares. */
export type ClientCode =
  | "NetworkError"
  | "Timeout"
  | "Aborted"
  | "MissingCredentials"
  | "MissingRegion"
  | "UnsendableInput"
  | "UnexpectedAnswer";

/** The types of API Gateway's own errors (`x-amzn-ErrorType`), such as `AccessDeniedException`. */
export type GatewayCode = `${string}Exception`;

/** The codes that every route may answer with, undeclared. The runtime reserves them. */
const runtimeCodes = [
  "InvalidInput",
  "MalformedBody",
  "ContentTooLarge",
  "UnsupportedMediaType",
  "NotFound",
  "MethodNotAllowed",
  "InternalError",
  "Timeout",
] as const;

type RuntimeCode = (typeof runtimeCodes)[number];

/**
 * What any call may fail with, whatever its route declares. An error that is neither declared nor known has the
 * code `UndeclaredError`; what the API called it is `problem.code`.
 */
export type CommonError =
  | ApiError<"InvalidInput", number, readonly InvalidField[]>
  | ApiError<
      ClientCode | GatewayCode | Exclude<RuntimeCode, "InvalidInput"> | "UndeclaredError",
      number | undefined,
      unknown
    >;

/** One thing that is wrong with an input: which member, and what. */
export interface InvalidField {
  readonly path: string;
  readonly detail: string;
}

/** An error of this side: there is no answer, or none that can be used. */
export const clientError = (
  route: string,
  code: ClientCode,
  detail: string,
  cause?: unknown,
  status?: number,
): ApiError => new ApiError(route, code, detail, { status, details: undefined, cause });

/**
 * The error for an answer that is not a success. Its code is the problem document's, else API Gateway's error
 * type. AWS: "Gateway response types"; the body has `message`, for some access errors `Message`.
 */
export const answeredError = (
  route: string,
  declared: readonly string[] | undefined,
  response: Response,
  body: string,
): ApiError => {
  const problem = jsonObject(body);
  const text = (member: string): string | undefined =>
    typeof problem?.[member] === "string" ? problem[member] : undefined;
  const code = text("code");
  const known = code !== undefined && [...runtimeCodes, ...(declared ?? [])].includes(code);
  // Some AWS services append the address of a shape after a colon.
  const type = response.headers.get("x-amzn-errortype")?.split(":")[0];
  return new ApiError(
    route,
    known ? code : code === undefined && type?.endsWith("Exception") ? type : "UndeclaredError",
    text("detail") ??
      text("message") ??
      text("Message") ??
      text("title") ??
      (problem ? response.statusText : body.slice(0, 200)),
    {
      status: response.status,
      details: problem?.["details"] ?? problem?.["errors"],
      requestId: response.headers.get("x-amzn-requestid") ?? text("id"),
      problem,
    },
  );
};

const jsonObject = (text: string): { readonly [member: string]: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // Not JSON: a page of a proxy, an empty body. The caller then shows it as text.
    return undefined;
  }
};
