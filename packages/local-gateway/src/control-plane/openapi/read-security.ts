import type { AuthorizerType } from "@aws-sdk/client-api-gateway";
import { isObject, type JsonObject, memberOf } from "../../json-object.ts";
import { own } from "../../own.ts";
import type { Authorization, AuthorizerDescription } from "./description.ts";
import { listAt, numberAt, objectAt, textAt, textsAt } from "./json.ts";

/** What an operation's `security` comes to. */
export interface MethodSecurity {
  readonly authorization: Authorization;
  readonly apiKeyRequired: boolean;
}

/** The security schemes of a document. */
export interface Security {
  readonly authorizers: readonly AuthorizerDescription[];
  /** What the operation requires, else what the document does; nothing when the method must not be made. */
  of(operation: JsonObject, root: JsonObject): MethodSecurity | undefined;
}

type Scheme =
  | { readonly kind: "authorizer"; readonly authorizer: AuthorizerDescription }
  | { readonly kind: "iam" | "api-key" | "ignored" | "broken" };

/** D: the types of `x-amazon-apigateway-authorizer` for REST APIs. */
const authorizerTypes: { readonly [type: string]: AuthorizerType } = {
  token: "TOKEN",
  request: "REQUEST",
  cognito_user_pools: "COGNITO_USER_POOLS",
};

/**
 * Reads the security schemes. R: a scheme makes an authorizer though nothing uses it, a key in `x-api-key` makes
 * methods ask for an API key, and the document's `security` counts for operations without (test_import_swagger_api,
 * test_import_and_validate_rest_api, test_import_with_global_api_key_authorizer).
 */
export function readSecurity(schemes: JsonObject, warn: (message: string) => void): Security {
  const byName = new Map<string, Scheme>();
  for (const [name, scheme] of Object.entries(schemes)) {
    if (isObject(scheme)) byName.set(name, readScheme(name, scheme, warn));
  }
  return {
    authorizers: [...byName.values()].flatMap((scheme) =>
      scheme.kind === "authorizer" ? [scheme.authorizer] : [],
    ),
    of: (operation, root) => methodSecurity(operation, root, byName),
  };
}

function methodSecurity(
  operation: JsonObject,
  root: JsonObject,
  schemes: ReadonlyMap<string, Scheme>,
): MethodSecurity | undefined {
  // D: case does not matter in x-amazon-apigateway-auth.
  const auth = textAt(objectAt(operation, "x-amazon-apigateway-auth"), "type")?.toUpperCase();
  let authorization: Authorization = { type: auth === "AWS_IAM" ? "AWS_IAM" : "NONE" };
  let apiKeyRequired = false;
  const requirements = listAt(Object.hasOwn(operation, "security") ? operation : root, "security");
  for (const [name, scopes] of requirements
    .filter(isObject)
    .flatMap((required) => Object.entries(required))) {
    const scheme = schemes.get(name);
    if (scheme?.kind === "broken") return undefined;
    if (scheme?.kind === "api-key") apiKeyRequired = true;
    if (scheme?.kind === "iam") authorization = { type: "AWS_IAM" };
    if (scheme?.kind === "authorizer") {
      const isPool = scheme.authorizer.type === "COGNITO_USER_POOLS";
      authorization = {
        type: isPool ? "COGNITO_USER_POOLS" : "CUSTOM",
        authorizer: name,
        scopes: Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : [],
      };
    }
  }
  return { authorization, apiKeyRequired };
}

/** The warning is AWS's as callers report it (amazon-archives/aws-apigateway-importer#187). */
function readScheme(name: string, scheme: JsonObject, warn: (message: string) => void): Scheme {
  const authType = textAt(scheme, "x-amazon-apigateway-authtype");
  const extension = memberOf(scheme, "x-amazon-apigateway-authorizer");
  const header = textAt(scheme, "name") ?? "";
  if (authType?.toLowerCase() === "awssigv4") return { kind: "iam" };
  if (isObject(extension)) {
    const type = own(authorizerTypes, textAt(extension, "type")?.toLowerCase() ?? "");
    if (type === undefined) {
      warn(`Unable to create authorizer from security definition: '${name}'. Authorizer type is invalid.`);
      return { kind: "broken" };
    }
    return { kind: "authorizer", authorizer: readAuthorizer(name, type, authType, header, extension) };
  }
  if (authType !== undefined) {
    warn(
      `Unable to create authorizer from security definition: '${name}'. Extension x-amazon-apigateway-authorizer is ` +
        `required. Any methods with security: '${name}' will not be created. If this security definition is not a ` +
        "custom authorizer, remove the x-amazon-apigateway-authtype extension and it will be ignored.",
    );
    return { kind: "broken" };
  }
  const isKey = textAt(scheme, "type") === "apiKey" && header.toLowerCase() === "x-api-key";
  return { kind: isKey ? "api-key" : "ignored" };
}

function readAuthorizer(
  name: string,
  type: AuthorizerType,
  authType: string | undefined,
  header: string,
  extension: JsonObject,
): AuthorizerDescription {
  const providerARNs = textsAt(extension, "providerARNs");
  // R: the scheme's name is the header of the token (test_import_with_cognito_auth_identity_source).
  const ofScheme = type === "REQUEST" ? undefined : `method.request.header.${header}`;
  return {
    name,
    type,
    authType,
    providerARNs: providerARNs.length > 0 ? providerARNs : undefined,
    authorizerUri: textAt(extension, "authorizerUri"),
    authorizerCredentials: textAt(extension, "authorizerCredentials"),
    identitySource: textAt(extension, "identitySource") ?? ofScheme,
    identityValidationExpression: textAt(extension, "identityValidationExpression"),
    authorizerResultTtlInSeconds: numberAt(extension, "authorizerResultTtlInSeconds"),
  };
}
