import type { Mistake } from "@gatewright/runtime/describe";

/** Every way in which loading, planning or deploying a project can be refused; each code is stable. */
export type DeployErrorCode =
  /** A mistake in a route, found by the runtime when it described the API. */
  | Mistake["code"]
  /** The project has no API file. */
  | "NoApiFile"
  /** The API file exports no `api(...)`. */
  | "NoApi"
  /** Two exported APIs have one name. */
  | "DuplicateApi"
  /** esbuild refuses a source file. */
  | "InvalidSource"
  /** A source file throws while it is loaded. */
  | "LoadFailed"
  /** A source file does not come to an end while it is loaded. */
  | "LoadTimeout"
  /** An exported `handler` was not made by a route. */
  | "NotAHandler"
  /** No function serves a route. */
  | "RouteWithoutFunction"
  /** Two functions serve a route. */
  | "RouteWithTwoFunctions"
  /** A function serves a route that is in no API. */
  | "RouteWithoutApi"
  /** A Lambda authorizer of a route has no function. */
  | "AuthorizerWithoutFunction"
  /** A Lambda authorizer has two functions. */
  | "AuthorizerWithTwoFunctions"
  /** A function is an authorizer that no route names. */
  | "AuthorizerWithoutRoute"
  /** Two authorizers of one API have one name. */
  | "DuplicateAuthorizer"
  /** A header of all answers that API Gateway cannot write. */
  | "UnsupportedHeader"
  /** An input of a custom integration that this version writes no template for yet. */
  | "UnsupportedInput"
  /** Two path parameters with different names are at one place. */
  | "ConflictingPaths"
  /** Something is larger, longer or more than AWS takes. */
  | "LimitExceeded"
  /** A name has characters that AWS does not take there. */
  | "InvalidName"
  /** A name that a caller or handler sees cannot be written into a mapping template. */
  | "UnwritableName"
  /** There are no AWS credentials to deploy with. */
  | "NoCredentials"
  /** AWS does not accept the credentials. */
  | "InvalidCredentials"
  /** It is not known which AWS Region to deploy to. */
  | "NoRegion"
  /** A resource with our name exists and is not ours. */
  | "NotOurs"
  /** AWS, or the local gateway, refused a call. */
  | "CallFailed"
  /** A function did not become usable. */
  | "FunctionNotActive"
  /** After the run, what is live is not what was asked for. */
  | "NotConverged";

/** One thing that is wrong: what, where, and what to do about it. */
export interface Problem {
  readonly code: DeployErrorCode;
  /** What was wrong, where, and what to do next. */
  readonly message: string;
}

/** The one error that this package throws on purpose. `code` is stable; `problems` has all that was found. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  readonly code: DeployErrorCode;
  readonly problems: readonly Problem[];

  constructor(
    code: DeployErrorCode,
    message: string,
    options: ErrorOptions & { readonly problems?: readonly Problem[] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.problems = options.problems ?? [{ code, message }];
  }
}

/** Throws one error for all problems; does nothing when there is none. */
export function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new DeployError(first.code, problems.map((problem) => problem.message).join("\n"), { problems });
}

/** The error for a resource that has a name of ours and is somebody else's. */
export function notOurs(
  kind: string,
  name: string,
  { api, stage }: { readonly api: string; readonly stage: string },
): DeployError {
  const message = `There is a ${kind} named ${name} already, and it is not tagged as part of ${api}, stage ${stage}. Rename it, or choose another API name or stage.`;
  return new DeployError("NotOurs", message);
}

/** What another's error says, to go into a sentence of ours: `AccessDeniedException: no such right`. */
export function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return text.replace(/\.+$/, "");
}
