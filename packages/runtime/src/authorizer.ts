import type { Context } from "aws-lambda/handler.js";
import type {
  APIGatewayRequestAuthorizerEvent,
  APIGatewayTokenAuthorizerEvent,
} from "aws-lambda/trigger/api-gateway-authorizer.js";
import type { ContextOf, LambdaAuthorizer } from "./auth.ts";

/** The Lambda handler of an authorizer. It knows which authorizer it serves. */
export interface AuthorizerHandler<Name extends string = string> {
  (event: unknown, context?: Context): Promise<AuthorizerAnswer>;
  readonly authorizer: Name;
}

/** What API Gateway expects of an authorizer. AWS: "Output from an API Gateway Lambda authorizer". */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: "2012-10-17";
    readonly Statement: readonly [
      {
        readonly Action: "execute-api:Invoke";
        readonly Effect: "Allow" | "Deny";
        readonly Resource: readonly string[];
      },
    ];
  };
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  readonly usageIdentifierKey?: string;
}

interface Answers<C> {
  /**
   * Lets the caller in. The policy covers the whole stage, because API Gateway keeps it for the token and uses it for
   * the routes that the token calls next; `resources` narrows it, by method and path: `GET/orders/*`.
   */
  readonly allow: (
    ...answer: Record<string, never> extends C
      ? [answer?: Allowed & { readonly context?: ContextOf<C> }]
      : [answer: Allowed & { readonly context: ContextOf<C> }]
  ) => AuthorizerAnswer;
  /** Refuses the caller with 403, on the whole stage. */
  readonly deny: () => AuthorizerAnswer;
  /** Refuses the caller with 401. It throws by itself. */
  readonly unauthorized: () => never;
}

interface Allowed {
  /** Who calls: `context("authorizer.principalId")`. Default `user`. */
  readonly principal?: string;
  readonly resources?: readonly string[];
  /** The API key of the caller's usage plan, where the API takes its keys from the authorizer. */
  readonly apiKey?: string;
}

interface TokenCall<C> extends Answers<C> {
  readonly token: string;
  readonly event: APIGatewayTokenAuthorizerEvent;
  readonly lambda: Context | undefined;
}

interface RequestCall<C> extends Answers<C> {
  readonly event: APIGatewayRequestAuthorizerEvent;
  /** A header by its name in any case. */
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
  readonly lambda: Context | undefined;
}

type Run<Call> = (call: Call) => AuthorizerAnswer | Promise<AuthorizerAnswer>;

const token = <C>(declared: LambdaAuthorizer<C, "token">, run: Run<TokenCall<C>>): AuthorizerHandler =>
  handle<C, APIGatewayTokenAuthorizerEvent>(declared, (event, answers, lambda) =>
    run({ ...answers, token: event.authorizationToken, event, lambda }),
  );

const request = <C>(declared: LambdaAuthorizer<C, "request">, run: Run<RequestCall<C>>): AuthorizerHandler =>
  handle<C, APIGatewayRequestAuthorizerEvent>(declared, (event, answers, lambda) =>
    run({
      ...answers,
      event,
      header: (name) => find(event.headers, name.toLowerCase()),
      query: (name) => event.queryStringParameters?.[name],
      lambda,
    }),
  );

/**
 * Writes a Lambda authorizer: `authorizer.token(sessions, async ({ token, allow, deny }) => …)` for one that was
 * declared with `type: "token"`, `authorizer.request` for `type: "request"`. Whoever is neither let in nor refused,
 * because of an error, is answered with 500.
 */
export const authorizer = { token, request };

const handle = <C, Event extends { readonly methodArn: string }>(
  { name, context: declared }: LambdaAuthorizer<C>,
  run: (
    event: Event,
    answers: Answers<C>,
    lambda: Context | undefined,
  ) => AuthorizerAnswer | Promise<AuthorizerAnswer>,
): AuthorizerHandler => {
  const handler = async (event: unknown, lambda?: Context): Promise<AuthorizerAnswer> => {
    // API Gateway calls it with this event; whoever calls it otherwise gets the error below.
    const { methodArn } = event as Event;
    const stage = stageOf(methodArn);
    const answers: Answers<C> = {
      allow: (...[answer = {}]) => ({
        ...answerOf(
          "Allow",
          answer.principal,
          (answer.resources ?? ["*"]).map((resource) => `${stage}/${resource}`),
        ),
        ...(answer.context !== undefined && {
          context: scalars(name, answer.context, Object.keys(declared as object)),
        }),
        ...(answer.apiKey !== undefined && { usageIdentifierKey: answer.apiKey }),
      }),
      deny: () => answerOf("Deny", undefined, [`${stage}/*`]),
      unauthorized: () => {
        // API Gateway answers 401 to exactly this message, and 500 to any other.
        throw new Error("Unauthorized");
      },
    };
    const answer = await run(event as Event, answers, lambda);
    if (answer?.policyDocument === undefined)
      throw new TypeError(`The authorizer ${name} answered neither allow(…) nor deny().`);
    return answer;
  };
  return Object.assign(handler, { authorizer: name });
};

/** `arn:aws:execute-api:eu-west-1:123456789012:api/stage/GET/path` → `…:api/stage`. */
const stageOf = (methodArn: unknown): string => {
  const [api, stage, method] = typeof methodArn === "string" ? methodArn.split("/") : [];
  if (api === undefined || stage === undefined || method === undefined)
    throw new TypeError("The event is none that API Gateway sends to an authorizer: it has no methodArn.");
  return `${api}/${stage}`;
};

const answerOf = (
  Effect: "Allow" | "Deny",
  principalId = "user",
  Resource: readonly string[],
): AuthorizerAnswer => ({
  principalId,
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect, Resource }],
  },
});

/** API Gateway refuses lists, objects and null, with an error that names none of them. */
const scalars = (
  name: string,
  context: object,
  declared: readonly string[],
): Readonly<Record<string, string | number | boolean>> => {
  const values: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(context)) {
    if (value === undefined) continue;
    if (!declared.includes(key) || !["string", "number", "boolean"].includes(typeof value))
      throw new TypeError(
        `The authorizer ${name} cannot say ${key}: declare it as string, number or boolean.`,
      );
    values[key] = value;
  }
  return values;
};

const find = (headers: Readonly<Record<string, string | undefined>> | null, wanted: string) =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];
