import type {
  CreateAuthorizerRequest,
  CreateRestApiRequest,
  IntegrationType,
  PutGatewayResponseRequest,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
  PutMethodResponseRequest,
} from "@aws-sdk/client-api-gateway";
import fc from "fast-check";
import { functionUri } from "./documents.ts";

/** An API as the calls that make it, with names for identifiers. */
export interface GeneratedApi {
  readonly api: CreateRestApiRequest;
  /** By name; `models/Pet` stands for the address of another. */
  readonly models: { readonly [name: string]: object };
  readonly validators: readonly string[];
  readonly gatewayResponses: readonly Omit<PutGatewayResponseRequest, "restApiId">[];
  readonly authorizers: readonly Omit<CreateAuthorizerRequest, "restApiId">[];
  readonly methods: readonly GeneratedMethod[];
  /** Paths of resources that have no methods. */
  readonly empty: readonly string[];
}

export interface GeneratedMethod {
  readonly path: string;
  readonly httpMethod: string;
  readonly authorizationType: string;
  readonly authorizer?: string | undefined;
  readonly authorizationScopes?: string[] | undefined;
  readonly apiKeyRequired: boolean;
  readonly operationName?: string | undefined;
  readonly validator?: string | undefined;
  readonly requestParameters: Record<string, boolean>;
  readonly requestModels?: Record<string, string> | undefined;
  readonly responses: readonly Pick<
    PutMethodResponseRequest,
    "statusCode" | "responseModels" | "responseParameters"
  >[];
  readonly integration: Partial<PutIntegrationRequest> & { type: IntegrationType };
  readonly integrationResponses: readonly Partial<PutIntegrationResponseRequest>[];
}

const allPaths = ["/", "/a", "/a/{id}", "/a/{id}/b_c", "/d", "/d/{rest+}", "/e.f-g"];

const allModels: { readonly [name: string]: object } = {
  Pet: {
    type: "object",
    required: ["id"],
    properties: { id: { type: "integer", minimum: 0 }, of: { $ref: "models/Owner" } },
  },
  Owner: {
    type: "object",
    description: "Who has pets",
    properties: { pets: { type: "array", items: { $ref: "models/Pet" } } },
  },
  Kind: { type: "string", enum: ["cat", "default", null], description: "$ref" },
  Either: {
    oneOf: [{ $ref: "models/Pet" }, { type: "array", items: {}, maxItems: 3 }],
    additionalProperties: false,
  },
};

const pool = "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_ABC123";

const allAuthorizers: readonly Omit<CreateAuthorizerRequest, "restApiId">[] = [
  {
    name: "token",
    type: "TOKEN",
    authType: "oauth2",
    authorizerUri: functionUri,
    identitySource: "method.request.header.Auth",
    identityValidationExpression: "^x-[a-z]+",
  },
  {
    name: "request",
    type: "REQUEST",
    authorizerUri: functionUri,
    identitySource: "method.request.header.A, method.request.querystring.b",
    authorizerResultTtlInSeconds: 0,
    authorizerCredentials: "arn:aws:iam::123456789012:role/r",
  },
  {
    name: "query",
    type: "REQUEST",
    authorizerUri: functionUri,
    identitySource: "method.request.querystring.b",
    authorizerResultTtlInSeconds: 5,
  },
  {
    name: "pool",
    type: "COGNITO_USER_POOLS",
    providerARNs: [pool],
    identitySource: "method.request.header.Token",
  },
];

const template = fc.constantFrom(
  '{"statusCode": 200}',
  '{"a": "$input.params(\'x\')"}',
  "#set($x = 1)\n$x",
  "",
);
const header = fc.constantFrom("X-A", "Access-Control-Allow-Origin", "ETag");

/**
 * APIs of which every part can stand in a document. D: what cannot, and so is not generated: a model's description
 * other than that of its schema, tags and stages. Swagger has one list of content types for
 * an operation, so there only one type is used.
 */
export function generatedApi(format: "swagger" | "oas30"): fc.Arbitrary<GeneratedApi> {
  const contentTypes = format === "swagger" ? ["application/json"] : ["application/json", "text/xml"];
  const contentType = fc.constantFrom(...contentTypes);
  return fc
    .record({
      modelNames: fc.constantFrom([], ["Kind"], ["Pet", "Owner"], ["Owner", "Kind", "Pet", "Either"]),
      validators: fc.subarray(["body", "params only"]),
      authorizers: fc.subarray([...allAuthorizers]),
      paths: fc.subarray(allPaths, { minLength: 1 }),
    })
    .chain(({ modelNames, validators, authorizers, paths }) =>
      fc.record({
        api: settings(),
        models: fc.constant(Object.fromEntries(modelNames.map((name) => [name, allModels[name] ?? {}]))),
        validators: fc.constant(validators),
        gatewayResponses: fc.uniqueArray(gatewayResponse(), {
          selector: (r) => r.responseType,
          maxLength: 2,
        }),
        authorizers: fc.constant(authorizers),
        empty: fc.subarray(["/d", "/x/{y}"]),
        methods: fc
          .tuple(
            ...paths.map((path) => methodsOf(path, { modelNames, validators, authorizers, contentType })),
          )
          .map((all) => all.flat()),
      }),
    );
}

const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Resource":"*"}]}';

function settings(): fc.Arbitrary<CreateRestApiRequest> {
  const any: fc.Arbitrary<CreateRestApiRequest> = fc.record(
    {
      name: fc.constantFrom("pets", "Ünï: 'x' \"y\"", "1.0", "true"),
      version: fc.constantFrom("1.0", "2026-01-01", "007", "v: #2"),
      description: fc.constantFrom("All pets", "a: b\n- c", "null"),
      binaryMediaTypes: fc.constantFrom(["*/*"], ["image/png", "image/jpg"]),
      minimumCompressionSize: fc.constantFrom(0, 1024),
      apiKeySource: fc.constantFrom("HEADER", "AUTHORIZER"),
      disableExecuteApiEndpoint: fc.boolean(),
      endpointConfiguration: fc.constantFrom<NonNullable<CreateRestApiRequest["endpointConfiguration"]>>(
        { types: ["REGIONAL"] },
        { types: ["PRIVATE"], vpcEndpointIds: ["vpce-1", "vpce-2"] },
      ),
      policy: fc.constant(policy),
    },
    // An API without a version has that of its deployment in the document.
    { requiredKeys: ["name", "version"] },
  );
  // A private one is not deployed without a policy.
  return any.map((api) =>
    api.endpointConfiguration?.types?.includes("PRIVATE") === true ? { ...api, policy } : api,
  );
}

function gatewayResponse(): fc.Arbitrary<Omit<PutGatewayResponseRequest, "restApiId">> {
  return fc.record(
    {
      responseType: fc.constantFrom("DEFAULT_4XX", "UNAUTHORIZED", "THROTTLED"),
      statusCode: fc.constantFrom("418", "503"),
      responseParameters: fc.constant({ "gatewayresponse.header.X": "'x'" }),
      responseTemplates: fc.constant({ "application/json": "{}", "text/xml": "<x/>" }),
    },
    { requiredKeys: ["responseType"] },
  );
}

interface Surroundings {
  readonly modelNames: readonly string[];
  readonly validators: readonly string[];
  readonly authorizers: readonly Omit<CreateAuthorizerRequest, "restApiId">[];
  readonly contentType: fc.Arbitrary<string>;
}

function methodsOf(path: string, surroundings: Surroundings): fc.Arbitrary<readonly GeneratedMethod[]> {
  const verbs = fc.subarray(["GET", "POST", "ANY", "OPTIONS"], { minLength: 1, maxLength: 2 });
  return verbs.chain((chosen) => fc.tuple(...chosen.map((verb) => method(path, verb, surroundings))));
}

function method(path: string, httpMethod: string, surroundings: Surroundings): fc.Arbitrary<GeneratedMethod> {
  const { modelNames, validators, authorizers, contentType } = surroundings;
  const models =
    modelNames.length === 0
      ? fc.constant(undefined)
      : optional(fc.dictionary(contentType, fc.constantFrom(...modelNames), { minKeys: 1, maxKeys: 2 }));
  const inPath = Object.fromEntries(
    [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => [`method.request.path.${name}`, true]),
  );
  const security = fc.constantFrom(
    { authorizationType: "NONE" },
    { authorizationType: "AWS_IAM" },
    ...authorizers.map(({ name, type }) =>
      type === "COGNITO_USER_POOLS"
        ? { authorizationType: type, authorizer: name, authorizationScopes: ["email", "a/b"] }
        : { authorizationType: "CUSTOM", authorizer: name },
    ),
  );
  return fc
    .record({
      security,
      apiKeyRequired: fc.boolean(),
      operationName: optional(fc.constantFrom("GetIt", "Get it")),
      validator: validators.length === 0 ? fc.constant(undefined) : optional(fc.constantFrom(...validators)),
      others: fc.dictionary(
        fc.constantFrom(
          "method.request.querystring.q",
          "method.request.header.X-B",
          "method.request.querystring.b[]",
        ),
        fc.boolean(),
        { maxKeys: 3 },
      ),
      requestModels: models,
      statuses: fc.subarray(["200", "400"]),
      responseModels: models,
      headers: fc.uniqueArray(header, { maxLength: 2 }),
      patterns: fc.subarray(["4\\d{2}", ".*[Ee]rror.*"], { maxLength: 1 }),
    })
    .chain((chosen) => {
      const requestParameters = { ...inPath, ...chosen.others };
      const responseParameters = Object.fromEntries(
        chosen.headers.map((name) => [`method.response.header.${name}`, false]),
      );
      return fc.record({
        path: fc.constant(path),
        httpMethod: fc.constant(httpMethod),
        authorizationType: fc.constant(chosen.security.authorizationType),
        authorizer: fc.constant("authorizer" in chosen.security ? chosen.security.authorizer : undefined),
        authorizationScopes: fc.constant(
          "authorizationScopes" in chosen.security ? chosen.security.authorizationScopes : undefined,
        ),
        apiKeyRequired: fc.constant(chosen.apiKeyRequired),
        operationName: fc.constant(chosen.operationName),
        validator: fc.constant(chosen.validator),
        requestParameters: fc.constant(requestParameters),
        requestModels: fc.constant(chosen.requestModels),
        responses: fc.constant(
          chosen.statuses.map((statusCode) => ({
            statusCode,
            ...(chosen.responseModels && { responseModels: chosen.responseModels }),
            ...(chosen.headers.length > 0 && { responseParameters }),
          })),
        ),
        integration: integration(Object.keys(requestParameters), contentType),
        integrationResponses: integrationResponses(
          chosen.statuses,
          chosen.headers,
          chosen.patterns,
          contentType,
        ),
      });
    });
}

function integration(
  parameters: readonly string[],
  contentType: fc.Arbitrary<string>,
): fc.Arbitrary<Partial<PutIntegrationRequest> & { type: IntegrationType }> {
  const source = fc.constantFrom("'text'", "context.requestId", "stageVariables.v", ...parameters);
  const target = fc.constantFrom("integration.request.header.X-C", "integration.request.querystring.q");
  const common = {
    credentials: optional(fc.constantFrom("arn:aws:iam::123456789012:role/r", "arn:aws:iam::*:user/*")),
    passthroughBehavior: optional(fc.constantFrom("NEVER", "WHEN_NO_MATCH", "WHEN_NO_TEMPLATES")),
    timeoutInMillis: optional(fc.constantFrom(50, 29_000)),
    contentHandling: optional(fc.constantFrom("CONVERT_TO_TEXT" as const, "CONVERT_TO_BINARY" as const)),
    cacheNamespace: optional(fc.constant("shared")),
    cacheKeyParameters: optional(fc.constant<string[]>([...parameters])),
    requestParameters: optional(fc.dictionary(target, source, { minKeys: 1 })),
    requestTemplates: optional(fc.dictionary(contentType, template, { minKeys: 1 })),
  };
  const http = {
    ...common,
    integrationHttpMethod: fc.constantFrom("GET", "POST", "ANY"),
    uri: fc.constantFrom("http://example.com/{id}?a=b", `https://\${stageVariables.host}/x`),
    connectionType: optional(fc.constant("INTERNET" as const)),
    tlsConfig: optional(fc.boolean().map((insecureSkipVerification) => ({ insecureSkipVerification }))),
  };
  const viaLink = fc.constant({ connectionType: "VPC_LINK" as const, connectionId: "abc123" });
  const aws = { ...common, integrationHttpMethod: fc.constant("POST") };
  const mode = optional(fc.constantFrom("BUFFERED" as const, "STREAM" as const));
  return fc.oneof(
    fc.record({ ...common, type: fc.constant("MOCK" as const) }),
    fc.record({ ...http, type: fc.constant("HTTP" as const) }),
    fc.record({ ...http, type: fc.constant("HTTP_PROXY" as const), responseTransferMode: mode }),
    fc
      .tuple(fc.record({ ...http, type: fc.constant("HTTP_PROXY" as const) }), viaLink)
      .map(([proxy, link]) => ({ ...proxy, ...link })),
    fc.record({
      ...aws,
      type: fc.constant("AWS" as const),
      uri: fc.constantFrom(functionUri, "arn:aws:apigateway:us-west-2:sqs:path/123456789012/q"),
    }),
    fc.record({
      ...aws,
      type: fc.constant("AWS_PROXY" as const),
      uri: fc.constant(functionUri),
      responseTransferMode: mode,
    }),
  );
}

function integrationResponses(
  statuses: readonly string[],
  headers: readonly string[],
  patterns: readonly string[],
  contentType: fc.Arbitrary<string>,
): fc.Arbitrary<readonly Partial<PutIntegrationResponseRequest>[]> {
  const source = fc.constantFrom("'x'", "integration.response.header.X", "integration.response.body.a.b");
  const targets = headers.map((name) => `method.response.header.${name}`);
  // A pattern for each status but the first, which is the default: a document names responses by their pattern.
  const responses = statuses.slice(0, patterns.length + 1).map((statusCode, index) =>
    fc.record(
      {
        statusCode: fc.constant(statusCode),
        selectionPattern: fc.constant(index === 0 ? undefined : patterns[index - 1]),
        responseParameters:
          targets.length === 0
            ? fc.constant(undefined)
            : optional(fc.dictionary(fc.constantFrom(...targets), source, { minKeys: 1 })),
        responseTemplates: optional(fc.dictionary(contentType, template, { minKeys: 1 })),
        contentHandling: optional(fc.constant("CONVERT_TO_TEXT" as const)),
      },
      { requiredKeys: ["statusCode", "selectionPattern"] },
    ),
  );
  return fc.tuple(...responses);
}

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}
