import { types } from "node:util";

/** An error that the runtime itself reports; its name is what Lambda calls `errorType`. */
export class RuntimeError extends Error {
  readonly code: string;

  constructor(name: RuntimeErrorName, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = `Runtime.${name}`;
    this.code = this.name;
    // Its first line was made before the error had its name.
    this.stack = `${this.name}: ${message}\n${(this.stack ?? "")
      .split("\n    at ")
      .slice(1)
      .map((line) => `    at ${line}`)
      .join("\n")}`;
  }
}

export type RuntimeErrorName =
  | "ImportModuleError"
  | "HandlerNotFound"
  | "MalformedHandlerName"
  | "UserCodeSyntaxError"
  | "MalformedStreamingHandler"
  | "InvalidStreamingOperation"
  | "CallbackHandlerDeprecated"
  | "UnhandledPromiseRejection"
  | "JSONStringifyError"
  | "NodeJsExit";

/** The error document of whatever was thrown: `{errorType, errorMessage, trace}` as JSON text. */
export function errorDocument(thrown: unknown): string {
  return JSON.stringify(describe(thrown));
}

/** The form in which the runtime logs an error: the document's members, then the error's own, then its stack. */
export function errorLogForm(thrown: unknown): string {
  try {
    return JSON.stringify(thrown instanceof Error ? thrown : new Error(String(thrown)), shown);
  } catch {
    return errorDocument(thrown);
  }
}

/** An error as an object, since JSON has nothing of it; those too that are members of another one. */
function shown(_name: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return {
    errorType: value.name,
    errorMessage: value.message,
    code: Reflect.get(value, "code"),
    ...value,
    ...(typeof value.stack === "string" && { stack: value.stack.split("\n") }),
  };
}

function describe(thrown: unknown): { errorType: string; errorMessage: string; trace?: string[] } {
  try {
    if (isErrorLike(thrown)) {
      return {
        errorType: thrown.name,
        errorMessage: thrown.message,
        trace: typeof thrown.stack === "string" ? thrown.stack.split("\n") : [],
      };
    }
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack: unknown;
}

function isErrorLike(thrown: unknown): thrown is ErrorLike {
  if (typeof thrown !== "object" || thrown === null) return false;
  const text = (name: string) => typeof Reflect.get(thrown, name) === "string";
  if (types.isNativeError(thrown)) return true;
  return ["name", "message", "stack"].every(text);
}
