import type { Authorizer } from "@aws-sdk/client-api-gateway";
import type { UserPoolCaller } from "../caller.ts";
import { javaDate } from "../context/java-date.ts";
import { lastValue } from "../mapping/headers.ts";
import type { RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { isValid } from "./identity-validation.ts";

/** What became of a token that was held against user pools. */
export type VerifiedToken =
  | { readonly kind: "valid"; readonly claims: Readonly<Record<string, unknown>> }
  | { readonly kind: "expired" }
  | { readonly kind: "invalid"; readonly reason: string };

/** Holds a JSON Web Token against user pools, by their ARNs. Never rejects. */
export type VerifyToken = (
  token: string,
  userPoolArns: readonly string[],
  now: number,
) => Promise<VerifiedToken>;

/**
 * Who calls, by a token of one of the authorizer's user pools. Where the method has scopes, an access token that has
 * one of them is asked for, else an identity token (D, integrate a REST API with an Amazon Cognito user pool).
 */
export async function byUserPool(
  request: RoutedRequest,
  authorizer: Authorizer,
  now: number,
  verify: VerifyToken,
): Promise<UserPoolCaller> {
  const source = authorizer.identitySource ?? "method.request.header.Authorization";
  const header = /^method\.request\.header\.(.+)$/.exec(source.trim())?.[1] ?? "Authorization";
  const token =
    lastValue(request.headers, header)
      ?.replace(/^Bearer\s+/i, "")
      .trim() ?? "";
  if (token === "") throw unauthorized(`the header ${header} has no token`);
  const verified = await verify(token, authorizer.providerARNs ?? [], now);
  switch (verified.kind) {
    case "expired":
      throw new Refusal("token-expired", `the token in ${header} has expired`);
    case "invalid":
      throw unauthorized(`the token in ${header}: ${verified.reason}`);
    case "valid":
      refuseWrongUse(verified.claims, request, authorizer);
      return { kind: "cognito", claims: printed(verified.claims) };
  }
}

type Claims = Readonly<Record<string, unknown>>;

function refuseWrongUse(claims: Claims, request: RoutedRequest, authorizer: Authorizer): void {
  const scopes = request.methodSettings.authorizationScopes ?? [];
  const use = scopes.length === 0 ? "id" : "access";
  if (claims["token_use"] !== use) {
    throw unauthorized(
      use === "id"
        ? "it is not an identity token, and the method has no authorizationScopes"
        : "it is not an access token, which the method's authorizationScopes ask for",
    );
  }
  const granted = typeof claims["scope"] === "string" ? claims["scope"].split(" ") : [];
  if (use === "access" && !scopes.some((scope) => granted.includes(scope))) {
    throw unauthorized(
      `the token has the scopes ${granted.join(" ") || "(none)"}; one of ${scopes.join(", ")} is needed`,
    );
  }
  const expression = authorizer.identityValidationExpression;
  if (expression === undefined || expression === "") return;
  // D, integrate a REST API with a user pool: an access token has no aud, and is refused.
  const audience = claims["aud"] === undefined ? [] : [claims["aud"]].flat().map(String);
  if (!audience.some((one) => isValid(one, expression))) {
    throw unauthorized(`its aud does not match identityValidationExpression ${JSON.stringify(expression)}`);
  }
}

/** Claims as a REST API hands them on: all text, lists with commas, two of the times as Java prints a date (K). */
function printed(claims: Claims): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, printedClaim(name, value)] as const],
    ),
  );
}

function printedClaim(name: string, value: unknown): string {
  if ((name === "exp" || name === "iat") && typeof value === "number") return javaDate(value * 1000);
  return Array.isArray(value) ? value.map(asText).join(",") : asText(value);
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function unauthorized(reason: string): Refusal {
  return new Refusal("unauthorized", reason);
}
