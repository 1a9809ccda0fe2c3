import { isObject, type JsonObject } from "../../json-object.ts";
import type { ApiDescription, AuthorizerDescription, DocumentationDescription } from "./description.ts";
import type { Dialect } from "./dialect.ts";
import { createDocumented, type Documented, documentedInfo } from "./documented.ts";
import { objectAt, present, unlessEmpty } from "./json.ts";
import { toDocument } from "./schema.ts";
import { writeMethod } from "./write-method.ts";

/** Which of API Gateway's extensions a document is to have. */
export interface Extensions {
  readonly integrations: boolean;
  readonly authorizers: boolean;
  /** All other extensions. */
  readonly apigateway: boolean;
  readonly documentation: boolean;
}

/** Where the stage is that is exported. */
export interface ExportedStage {
  readonly host: string;
  readonly stageName: string;
  /** What stands for the version of an API that has none. */
  readonly version: string;
}

/**
 * Writes a description as a document. R: what a document holds with and without extensions
 * (test_export_swagger_openapi, test_export_oas30_openapi).
 */
export function writeApi(
  api: ApiDescription,
  dialect: Dialect,
  stage: ExportedStage,
  extensions: Extensions,
): JsonObject {
  const documentation = extensions.documentation ? api.documentation : undefined;
  const documented = createDocumented(documentation);
  const schemas = api.models
    // D: models of other content types cannot be exported.
    .filter(({ contentType }) => contentType === "application/json")
    .map(({ name, schema }) => {
      const written = toDocument(schema, dialect.schemaPrefix);
      return [name, isObject(written) ? { ...written, ...documented({ type: "MODEL", name }) } : written];
    });
  const paths = api.paths.map(({ path, methods }) => [
    path,
    {
      ...Object.fromEntries(
        methods.map((method) => writeMethod({ path, method, dialect, extensions, documented })),
      ),
      ...documented({ type: "RESOURCE", path }),
    },
  ]);
  const head = dialect.head({
    title: api.name ?? "",
    version: api.version ?? stage.version,
    description: api.description,
    host: stage.host,
    stageName: stage.stageName,
    endpoint: extensions.apigateway ? endpointExtension(api) : undefined,
  });
  return {
    ...head,
    info: { ...objectAt(head, "info"), ...documentedInfo(documentation) },
    ...documented({ type: "API" }),
    paths: Object.fromEntries(paths),
    ...dialect.components(Object.fromEntries(schemas), securitySchemes(api, extensions, documented)),
    ...(extensions.apigateway && apiExtensions(api)),
    ...documentationExtension(documentation),
  };
}

/** D: "the API endpoint configuration is not included", that is, its type. */
function endpointExtension({ endpoint }: ApiDescription): JsonObject | undefined {
  return unlessEmpty(
    present({
      vpcEndpointIds: endpoint.vpcEndpointIds,
      disableExecuteApiEndpoint: endpoint.disableExecuteApiEndpoint === true ? true : undefined,
    }),
  );
}

/** R for binary media types; the others are D, and left out when they say what is usual. */
function apiExtensions(api: ApiDescription): JsonObject {
  const validators = api.requestValidators.map(({ name, ...validator }) => [name, validator]);
  const responses = api.gatewayResponses.map(
    ({ responseType, statusCode, responseParameters, responseTemplates }) => [
      responseType,
      present({
        statusCode: statusCode === undefined ? undefined : Number(statusCode),
        responseParameters: unlessEmpty(responseParameters),
        responseTemplates: unlessEmpty(responseTemplates),
      }),
    ],
  );
  return present({
    "x-amazon-apigateway-request-validators": unlessEmpty(Object.fromEntries(validators)),
    "x-amazon-apigateway-gateway-responses": unlessEmpty(Object.fromEntries(responses)),
    "x-amazon-apigateway-api-key-source": api.apiKeySource === "AUTHORIZER" ? api.apiKeySource : undefined,
    "x-amazon-apigateway-binary-media-types": api.binaryMediaTypes,
    "x-amazon-apigateway-minimum-compression-size": api.minimumCompressionSize,
    "x-amazon-apigateway-policy": policyOf(api),
    "x-amazon-apigateway-security-policy": api.securityPolicy,
  });
}

/** A policy that is no JSON cannot stand in a document. */
function policyOf({ policy }: ApiDescription): unknown {
  try {
    return policy === undefined ? undefined : JSON.parse(policy);
  } catch {
    return undefined;
  }
}

/** D: the members, and that a place does not say it is the root ("Publish API documentation"). */
function documentationExtension(documentation: DocumentationDescription | undefined): JsonObject {
  if (documentation === undefined) return {};
  return {
    "x-amazon-apigateway-documentation": present({
      version: documentation.version,
      createdDate: documentation.createdDate,
      documentationParts: documentation.parts.map(({ location: { path, ...location }, properties }) => ({
        location: present({ ...location, path: path === "/" ? undefined : path }),
        properties: JSON.parse(properties),
      })),
    }),
  };
}

/** D: the names `api_key` and `sigv4` (exports shown in the developer guide). */
function securitySchemes(api: ApiDescription, extensions: Extensions, documented: Documented): JsonObject {
  const methods = api.paths.flatMap((path) => path.methods);
  const key = { type: "apiKey", name: "x-api-key", in: "header" };
  const signature = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "awsSigv4",
  };
  return present({
    api_key: methods.some(({ apiKeyRequired }) => apiKeyRequired) ? key : undefined,
    sigv4: methods.some(({ authorization }) => authorization.type === "AWS_IAM") ? signature : undefined,
    ...Object.fromEntries(
      api.authorizers.map((authorizer) => {
        const { name } = authorizer;
        const scheme = authorizerScheme(authorizer, extensions);
        return [name, { ...scheme, ...documented({ type: "AUTHORIZER", name }) }];
      }),
    ),
  });
}

function authorizerScheme(authorizer: AuthorizerDescription, extensions: Extensions): JsonObject {
  const { type, identitySource = "" } = authorizer;
  // D: `Unused` in a header unless there is one source, in a header or in the query.
  const [, place, name] = /^method\.request\.(header|querystring)\.([^,\s]+)$/.exec(identitySource) ?? [];
  const scheme = {
    type: "apiKey",
    name: name ?? "Unused",
    in: place === "querystring" ? "query" : "header",
    "x-amazon-apigateway-authtype": authorizer.authType,
  };
  if (!extensions.authorizers) return present(scheme);
  // What the scheme does not say by itself is said here.
  const isSaid = type !== "REQUEST" && place === "header";
  return present({
    ...scheme,
    "x-amazon-apigateway-authorizer": present({
      type: type.toLowerCase(),
      identitySource: isSaid || identitySource === "" ? undefined : identitySource,
      authorizerUri: authorizer.authorizerUri,
      authorizerCredentials: authorizer.authorizerCredentials,
      identityValidationExpression: authorizer.identityValidationExpression,
      authorizerResultTtlInSeconds: authorizer.authorizerResultTtlInSeconds,
      providerARNs: authorizer.providerARNs,
    }),
  });
}
