import type { ApiDescription, AuthDescription } from "@gatewright/runtime/describe";
import { compare } from "../canonical.ts";
import { authorizerUri, functionName } from "../names.ts";
import type { AuthorizerState, Scope } from "../state.ts";

/** An `auth` that stands for an authorizer of API Gateway. */
export type AuthorizerDescription = Exclude<AuthDescription, string>;

/** The authorizers that the routes of an API name, each once. */
export function authorizersIn({ routes }: ApiDescription): readonly AuthorizerDescription[] {
  const named = routes.flatMap(({ auth }) => (typeof auth === "string" ? [] : [[auth.name, auth] as const]));
  return [...new Map(named).values()].sort((left, right) => compare(left.name, right.name));
}

/** The authorizers of an API in canonical form (CreateAuthorizer). */
export function authorizersOf(
  scope: Scope,
  description: ApiDescription,
  functions: readonly { readonly name: string; readonly authorizer?: string }[],
): readonly AuthorizerState[] {
  return authorizersIn(description).map((auth): AuthorizerState => {
    const shared = {
      name: auth.name,
      identitySource: auth.identitySources.join(","),
      authorizerResultTtlInSeconds: auth.ttl,
    };
    if (auth.type === "cognito") {
      return {
        ...shared,
        type: "COGNITO_USER_POOLS",
        authorizerUri: "",
        identityValidationExpression: "",
        providerARNs: [...auth.userPools].sort(compare),
      };
    }
    const own = functions.find(({ authorizer }) => authorizer === auth.name);
    return {
      ...shared,
      type: auth.type === "token" ? "TOKEN" : "REQUEST",
      authorizerUri: authorizerUri(scope, auth.function ?? functionName(scope, own?.name ?? auth.name)),
      identityValidationExpression: auth.validation ?? "",
      providerARNs: [],
    };
  });
}
