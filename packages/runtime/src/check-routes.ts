import type { AnyRoute, Api } from "./api.ts";
import { pathParameters } from "./path.ts";
import { reservedCodes } from "./problem.ts";
import { declareOutputs } from "./reply.ts";
import type { Declaration } from "./route.ts";
import { isSchema } from "./schema.ts";

/** One thing that is wrong with the routes of an API. */
export interface Mistake {
  readonly code: MistakeCode;
  /** What is wrong, where, and what to do. */
  readonly message: string;
}

export type MistakeCode =
  | "InvalidPath"
  | "DuplicateRoute"
  | "UnknownPathParameter"
  | "DuplicateInput"
  | "BodyNotAllowed"
  | "TwoBodies"
  | "NotASource"
  | "CustomOutput"
  | "CustomOptionalBody"
  | "CustomList"
  | "ReservedCode"
  | "InvalidStatus"
  | "NoOutput"
  | "NoJsonSchema"
  | "NoJsonForm";

/** The routes of an API cannot be used as they are. `code` is that of the first mistake. */
export class RouteError extends Error {
  override readonly name = "RouteError";
  readonly code: MistakeCode;
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly [Mistake, ...Mistake[]], options?: ErrorOptions) {
    super(mistakes.map(({ message }) => message).join("\n"), options);
    this.code = mistakes[0].code;
    this.mistakes = mistakes;
  }
}

/**
 * The run-time twins of the compile-time sentences in `check.ts`, for JavaScript and for what types cannot see.
 * They are part of describing an API, not of running a function, where they would cost bytes and time.
 *
 * @throws RouteError with all mistakes at once.
 */
export const checkRoutes = (api: Api<Readonly<Record<string, AnyRoute>>>): void => {
  const [first, ...others] = [
    ...duplicateRoutes(api.routes),
    ...Object.entries(api.routes).flatMap(([key, { declaration }]) =>
      [
        ...checkPath(declaration),
        ...checkInput(declaration),
        ...checkOutput(declaration),
        ...checkErrors(declaration),
      ].map(({ code, message }): Mistake => ({ code, message: `${api.name}.${key}: ${message}` })),
    ),
  ];
  if (first !== undefined) throw new RouteError([first, ...others]);
};

const duplicateRoutes = (routes: Readonly<Record<string, AnyRoute>>): readonly Mistake[] => {
  const owners = new Map<string, string>();
  return Object.entries(routes).flatMap(([key, { name }]): Mistake[] => {
    const owner = owners.get(name);
    owners.set(name, key);
    return owner === undefined
      ? []
      : [
          {
            code: "DuplicateRoute",
            message: `${owner} and ${key} are both ${name}: change the path of one.`,
          },
        ];
  });
};

/** API Gateway: path parts of letters, digits and `_ . - : ~ ! $ & ' ( ) * + , ; = @`, or one parameter; greedy only last. */
const pathPart = /^(?:[\w.\-:~!$&'()*+,;=@%]+|\{[\w.\-:]+\+?\})$/;

const checkPath = ({ path }: Declaration): readonly Mistake[] => {
  const invalid = (why: string): Mistake[] => [
    { code: "InvalidPath", message: `the path ${JSON.stringify(path)} ${why}.` },
  ];
  if (typeof path !== "string" || !path.startsWith("/")) return invalid("has to begin with a slash");
  if (path === "/") return [];
  const parts = path.slice(1).split("/");
  if (parts.some((part) => !pathPart.test(part))) {
    return invalid("has an empty part, or one that is neither text nor a single {parameter}");
  }
  if (parts.slice(0, -1).some((part) => part.endsWith("+}")))
    return invalid("has a {greedy+} part that is not the last");
  const names = pathParameters(path);
  return new Set(names).size < names.length ? invalid("has two parameters of one name") : [];
};

const checkInput = ({ method, path, integration, input }: Declaration): readonly Mistake[] => {
  const parameters = pathParameters(path ?? "");
  const taken = new Map<string, string>();
  return Object.entries(input).flatMap(([key, source]): Mistake[] => {
    if (isSchema(source) || typeof source !== "object" || source === null || !("kind" in source)) {
      return [
        {
          code: "NotASource",
          message: `input.${key}: say where it comes from: path(...), query(...), header(...), cookie(...), body(...) or context(...).`,
        },
      ];
    }
    const { kind, schema } = source;
    const name = source.name === "" ? key : source.name;
    const mistakes: Mistake[] = [];
    const slot =
      kind === "body"
        ? "body:"
        : kind === "context" || kind === "cookie"
          ? `${kind}:${name}`
          : name.toLowerCase();
    if (taken.has(slot) && kind !== "context") {
      mistakes.push(
        kind === "body"
          ? { code: "TwoBodies", message: `input.${key}: a request has one body: put both into one schema.` }
          : { code: "DuplicateInput", message: `input.${key}: another input is already called ${name}.` },
      );
    }
    taken.set(slot, key);
    if (kind === "path" && !parameters.includes(name)) {
      mistakes.push({ code: "UnknownPathParameter", message: `input.${key}: ${path} has no {${name}}.` });
    }
    if (kind === "body" && (method === "GET" || method === "HEAD")) {
      mistakes.push({ code: "BodyNotAllowed", message: `input.${key}: a ${method} request has no body.` });
    }
    if (integration === "custom" && schema !== undefined) {
      if (kind === "body" && accepts(schema["~standard"].validate(undefined))) {
        mistakes.push({
          code: "CustomOptionalBody",
          message: `input.${key}: in a custom integration a missing body reads as {}: make the body required.`,
        });
      }
      if ((kind === "query" || kind === "header") && wantsList(source)) {
        mistakes.push({
          code: "CustomList",
          message: `input.${key}: a custom integration sees only the last ${name}: use the proxy integration.`,
        });
      }
    }
    return mistakes;
  });
};

const accepts = (outcome: unknown): boolean =>
  typeof outcome === "object" &&
  outcome !== null &&
  "value" in outcome &&
  !("issues" in outcome && outcome.issues);

/** A schema that takes lists and no single text. */
const wantsList = ({ schema }: Declaration["input"][string]): boolean =>
  schema !== undefined &&
  accepts(schema["~standard"].validate([])) &&
  !accepts(schema["~standard"].validate("")) &&
  !accepts(schema["~standard"].validate("text"));

const checkOutput = ({ integration, output }: Declaration): readonly Mistake[] => {
  if (output === undefined) {
    return [
      {
        code: "NoOutput",
        message: "output is missing: a schema, text(), bytes(type), null, or one per status.",
      },
    ];
  }
  return declareOutputs(output).flatMap(({ status, body }): Mistake[] => [
    ...(isStatus(status, 200, 399)
      ? []
      : [
          {
            code: "InvalidStatus" as const,
            message: `output: ${status} is no status of a success: use 200 to 399.`,
          },
        ]),
    ...(integration === "custom" && body !== null && !("~standard" in body)
      ? [
          {
            code: "CustomOutput" as const,
            message:
              body.type === "stream"
                ? "output: a custom integration cannot stream: use the proxy integration."
                : "output: a custom integration answers JSON only: use the proxy integration.",
          },
        ]
      : []),
  ]);
};

const checkErrors = ({ errors }: Declaration): readonly Mistake[] =>
  Object.entries(errors).flatMap(([code, declared]): Mistake[] => {
    const status = typeof declared === "number" ? declared : declared.status;
    return [
      ...(reservedCodes.some((reserved) => reserved === code)
        ? [
            {
              code: "ReservedCode" as const,
              message: `errors.${code} is a code of the runtime itself: choose another.`,
            },
          ]
        : []),
      ...(isStatus(status, 400, 599)
        ? []
        : [
            {
              code: "InvalidStatus" as const,
              message: `errors.${code}: ${status} is no status of an error: use 400 to 599.`,
            },
          ]),
    ];
  });

const isStatus = (status: number, from: number, to: number): boolean =>
  Number.isInteger(status) && status >= from && status <= to;
