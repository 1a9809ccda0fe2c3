import type { AnyRoute, Api } from "./api.ts";
import type { Auth, LambdaAuthorizer, ScalarTypes } from "./auth.ts";
import { pathParameters } from "./path.ts";
import { type Errors, reservedCodes } from "./problem.ts";
import { declareOutputs } from "./reply.ts";
import type { Declaration } from "./route.ts";
import { isSchema, type Schema } from "./schema.ts";
import { headersLostByCustom, lostHeaders, type MistakeCode, sentences } from "./sentences.ts";

/** One thing that is wrong with the routes of an API. */
export interface Mistake {
  readonly code: MistakeCode;
  /** What is wrong, where, and what to do. */
  readonly message: string;
}

export type { MistakeCode } from "./sentences.ts";

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
    ...checkApi(api),
    ...duplicateRoutes(api.routes),
    ...Object.entries(api.routes).flatMap(([key, { declaration }]) =>
      [
        ...checkPath(declaration),
        ...checkInput(declaration, declaration.auth ?? api.auth ?? "none"),
        ...checkOutput(declaration),
        ...checkErrors(declaration.errors),
      ].map(({ code, message }): Mistake => ({ code, message: `${api.name}.${key}: ${message}` })),
    ),
  ];
  if (first !== undefined) throw new RouteError([first, ...others]);
};

const mistake = (code: MistakeCode, message: string): Mistake => ({ code, message });

/** What is said at compile time too, word for word. */
const said = (code: MistakeCode, where: string, ...values: readonly string[]): Mistake => {
  const rest = values.values();
  return mistake(code, `${where}: ${sentences[code].says.replaceAll("*", () => rest.next().value ?? "")}.`);
};

const checkApi = (api: Api<Readonly<Record<string, AnyRoute>>>): readonly Mistake[] => [
  ...(api.cors?.credentials === true && api.cors.origins.includes("*")
    ? [
        mistake(
          "InvalidCors",
          `${api.name}: cors allows credentials to every origin: list the origins instead of "*".`,
        ),
      ]
    : []),
  ...(api.cors?.origins ?? []).flatMap((origin) =>
    /^(\*|[a-z][a-z\d+.-]*:\/\/[^/\s]+)$/.test(origin)
      ? []
      : [
          mistake(
            "InvalidCors",
            `${api.name}: cors.origins: ${JSON.stringify(origin)} is no origin: write scheme and host, such as https://shop.example.`,
          ),
        ],
  ),
  ...checkErrors(api.errors ?? {}),
  ...checkHeaders("headers", Object.keys(api.headers ?? {}), "proxy"),
  ...checkAuthorizers([...Object.values(api.routes).map(({ declaration }) => declaration.auth), api.auth]),
];

/** API Gateway: at most 3600 seconds of cache; a request authorizer without a cache key cannot have any. */
const checkAuthorizers = (auths: readonly (Auth | undefined)[]): readonly Mistake[] => {
  const authorizers = [...new Set(auths.filter((auth) => typeof auth === "object"))];
  return authorizers.flatMap((auth, index) => [
    ...(authorizers.findIndex(({ name }) => name === auth.name) < index
      ? [
          mistake(
            "InvalidAuthorizer",
            `the authorizer ${auth.name} is declared twice: declare it once and import it.`,
          ),
        ]
      : []),
    ...(Number.isInteger(auth.ttl) && auth.ttl >= 0 && auth.ttl <= 3600
      ? []
      : [
          mistake(
            "InvalidAuthorizer",
            `the authorizer ${auth.name} has a ttl of ${auth.ttl}: use 0 to 3600 seconds.`,
          ),
        ]),
    ...(auth.identitySources.length === 0 && auth.ttl !== 0
      ? [
          mistake(
            "InvalidAuthorizer",
            `the authorizer ${auth.name} has nothing to keep its answers by: name identitySources, or set ttl to 0.`,
          ),
        ]
      : []),
  ]);
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

const checkInput = ({ method, path, integration, input }: Declaration, auth: Auth): readonly Mistake[] => {
  const parameters = pathParameters(path ?? "");
  const taken = new Set<string>();
  return Object.entries(input).flatMap(([key, source]): readonly Mistake[] => {
    const where = `input.${key}`;
    if (isSchema(source) || typeof source !== "object" || source === null || !("kind" in source)) {
      return [said("NotASource", where)];
    }
    const { kind, schema } = source;
    const name = source.name === "" ? key : source.name;
    if (kind === "context") return checkContext(where, name, auth);
    const isBody = kind === "body" || kind === "form" || kind === "binary";
    const slot = isBody
      ? "body:"
      : kind === "cookie" || kind === "stageVariable"
        ? `${kind}:${name}`
        : name.toLowerCase();
    const again = taken.has(slot);
    taken.add(slot);
    if (isBody) {
      if (method === "GET" || method === "HEAD") return [said("BodyNotAllowed", where, method)];
      if (again) return [said("TwoBodies", where)];
      if (integration !== "custom") return [];
      if (kind === "binary") return [said("CustomBinary", where)];
      return schema !== undefined && accepts(schema["~standard"].validate(undefined))
        ? [said("CustomOptionalBody", where)]
        : [];
    }
    if (again) return [said("DuplicateInput", where, name)];
    if (kind === "path")
      return parameters.includes(name) ? [] : [said("UnknownPathParameter", where, path, name)];
    if (kind !== "query" && kind !== "header") return [];
    if (parameters.includes(name)) return [said("DuplicateInput", where, name)];
    return integration === "custom" && wantsList(schema) ? [said("CustomList", where, name)] : [];
  });
};

const checkContext = (where: string, name: string, auth: Auth): readonly Mistake[] => {
  const value = /^authorizer\.(.*)$/.exec(name)?.[1];
  if (value === undefined) return [];
  if (typeof auth === "string") return [said("NoAuthorizer", where)];
  return isLambdaAuthorizer(auth) && value !== "principalId" && !Object.hasOwn(auth.context, value)
    ? [said("UnknownAuthorizerValue", where, value)]
    : [];
};

const isLambdaAuthorizer = (auth: Auth): auth is LambdaAuthorizer<ScalarTypes> =>
  typeof auth === "object" && auth.type !== "cognito";

const accepts = (outcome: unknown): boolean =>
  typeof outcome === "object" &&
  outcome !== null &&
  "value" in outcome &&
  !("issues" in outcome && outcome.issues);

/** A schema that takes lists and no single text. */
const wantsList = (schema: Schema | undefined): boolean =>
  schema !== undefined &&
  accepts(schema["~standard"].validate([])) &&
  !accepts(schema["~standard"].validate("")) &&
  !accepts(schema["~standard"].validate("text"));

const checkOutput = ({ integration, output }: Declaration): readonly Mistake[] => {
  if (output === undefined) return [mistake("NoOutput", `${sentences.NoOutput.says}.`)];
  return declareOutputs(output).flatMap(({ status, body, headers }): readonly Mistake[] => {
    const where = `output ${status}`;
    return [
      ...(isStatus(status, 200, 399)
        ? []
        : [mistake("InvalidStatus", `output: ${status} is no status of a success: use 200 to 399.`)]),
      ...(integration === "custom" && body !== null && !("~standard" in body)
        ? [said(body.type === "stream" ? "CustomStream" : "CustomOutput", where)]
        : []),
      ...checkHeaders(where, Object.keys(headers), integration),
      ...(integration === "custom"
        ? Object.entries(headers).flatMap(([name, schema]) =>
            name.toLowerCase() === "set-cookie" && wantsList(schema) ? [said("CustomCookies", where)] : [],
          )
        : []),
    ];
  });
};

const checkHeaders = (
  where: string,
  names: readonly string[],
  integration: Declaration["integration"],
): readonly Mistake[] =>
  names.flatMap((name) => {
    const wanted = name.toLowerCase();
    if (lostHeaders.some((lost) => lost === wanted)) return [said("LostHeader", where, wanted)];
    return integration === "custom" && headersLostByCustom.some((lost) => lost === wanted)
      ? [said("CustomLostHeader", where, wanted)]
      : [];
  });

const checkErrors = (errors: Errors): readonly Mistake[] =>
  Object.entries(errors).flatMap(([code, declared]) => {
    const status = typeof declared === "number" ? declared : declared.status;
    return [
      ...(reservedCodes.some((reserved) => reserved === code)
        ? [said("ReservedCode", `errors.${code}`, code)]
        : []),
      ...(isStatus(status, 400, 599)
        ? []
        : [mistake("InvalidStatus", `errors.${code}: ${status} is no status of an error: use 400 to 599.`)]),
    ];
  });

const isStatus = (status: number, from: number, to: number): boolean =>
  Number.isInteger(status) && status >= from && status <= to;
