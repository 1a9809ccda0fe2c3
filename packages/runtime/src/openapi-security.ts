import type { ApiDescription, AuthDescription } from "./description.ts";
import type { OpenApiObject, OpenApiOptions } from "./openapi.ts";

/** What an operation asks of its caller, one of the alternatives: all of the schemes that it names. */
export const securityOf = (auth: AuthDescription, aws: boolean): readonly OpenApiObject[] => {
  if (auth === "none") return [];
  if (typeof auth === "string") return [{ [auth]: [] }];
  // API Gateway reads all scopes from one alternative, and is content with any of them.
  if (auth.type === "cognito")
    return aws || auth.scopes.length === 0
      ? [{ [auth.name]: auth.scopes }]
      : auth.scopes.map((scope) => ({ [auth.name]: [scope] }));
  return [
    Object.fromEntries((aws ? [auth.name] : schemesOf(auth).map(([name]) => name)).map((name) => [name, []])),
  ];
};

/**
 * The ways to prove who calls, by name: IAM's and the API keys', and each authorizer's under its own.
 * AWS: "x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer".
 */
export const securitySchemes = (
  { routes }: ApiDescription,
  { target, authorizerUri }: OpenApiOptions,
): OpenApiObject => {
  const aws = target === "3.0.1";
  const schemes: Record<string, OpenApiObject> = {};
  for (const { auth } of routes) {
    if (auth === "none") continue;
    if (auth === "iam") {
      schemes["iam"] = {
        ...inHeader("Authorization"),
        ...(aws
          ? { "x-amazon-apigateway-authtype": "awsSigv4" }
          : { description: "Signed with AWS Signature Version 4." }),
      };
    } else if (auth === "apiKey") schemes["apiKey"] = inHeader("x-api-key");
    else if (aws) schemes[auth.name] = awsAuthorizer(auth, authorizerUri);
    else if (auth.type === "cognito") schemes[auth.name] = bearer(auth);
    else for (const [name, scheme] of schemesOf(auth)) schemes[name] = scheme;
  }
  return schemes;
};

type Authorizer = Exclude<AuthDescription, string>;

const inHeader = (name: string): OpenApiObject => ({ type: "apiKey", name, in: "header" });

/** Where a token of a user pool is not in `Authorization`, it is there alone. */
const bearer = (auth: Authorizer): OpenApiObject => {
  const header = headerOf(auth);
  return header?.toLowerCase() === "authorization"
    ? { type: "http", scheme: "bearer", bearerFormat: "JWT" }
    : inHeader(header ?? "Authorization");
};

/** One scheme for each thing that a Lambda authorizer wants of the caller: a header, or a query parameter. */
const schemesOf = (auth: Authorizer): readonly (readonly [name: string, scheme: OpenApiObject])[] => {
  const sent = auth.identitySources.flatMap((source) => {
    const [, place, name] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    return name === undefined ? [] : [{ type: "apiKey", name, in: place === "header" ? "header" : "query" }];
  });
  if (sent.length === 0)
    return [[auth.name, { ...inHeader("Authorization"), description: "Decided by the whole request." }]];
  return sent.map((scheme, index) => [
    index === 0 ? auth.name : `${auth.name}_${scheme.name.replaceAll(/[^\w.-]/g, "_")}`,
    scheme,
  ]);
};

const headerOf = ({ identitySources }: Authorizer): string | undefined =>
  /^method\.request\.header\.(.+)$/.exec(identitySources[0] ?? "")?.[1];

const awsAuthorizer = (auth: Authorizer, uri: OpenApiOptions["authorizerUri"]): OpenApiObject => {
  const scheme = inHeader(headerOf(auth) ?? "Unused");
  const common = {
    authorizerResultTtlInSeconds: auth.ttl,
    ...(auth.identitySources.length > 0 && { identitySource: auth.identitySources.join(", ") }),
  };
  if (auth.type === "cognito") {
    return {
      ...scheme,
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": {
        ...common,
        type: "cognito_user_pools",
        providerARNs: auth.userPools,
      },
    };
  }
  return {
    ...scheme,
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      ...common,
      type: auth.type,
      ...(uri && { authorizerUri: uri(auth.name) }),
      ...(auth.validation !== undefined && { identityValidationExpression: auth.validation }),
    },
  };
};
