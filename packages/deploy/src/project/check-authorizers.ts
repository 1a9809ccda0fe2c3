import type { ApiDescription } from "@gatewright/runtime/describe";
import { equal } from "../canonical.ts";
import { type AuthorizerDescription, authorizersIn } from "../desired/authorizers.ts";
import type { Problem } from "../errors.ts";
import type { FunctionReport, LoadReport } from "./report.ts";

type LambdaAuthorizerDescription = Exclude<AuthorizerDescription, { readonly type: "cognito" }>;

/** The Lambda authorizers of an API whose functions are the project's own. */
export function lambdaAuthorizers(description: ApiDescription): readonly LambdaAuthorizerDescription[] {
  return authorizersIn(description).flatMap((auth) =>
    auth.type === "cognito" || auth.function !== undefined ? [] : [auth],
  );
}

/** Each Lambda authorizer has one function, and each name one authorizer. */
export function checkAuthorizers(
  description: ApiDescription,
  functions: readonly FunctionReport[],
): readonly Problem[] {
  return [
    ...checkNames(description),
    ...lambdaAuthorizers(description).flatMap(({ name, type }): readonly Problem[] => {
      const files = functions.filter(({ authorizer }) => authorizer === name).map(({ file }) => file);
      if (files.length === 1) return [];
      if (files.length === 0) {
        const message = `The authorizer ${name} has no function. Add a file to src/functions with export const handler = authorizer.${type}(${name}, …), or give its ARN as function.`;
        return [{ code: "AuthorizerWithoutFunction", message }];
      }
      const message = `The authorizer ${name} has ${files.length} functions, ${files.join(" and ")}. Leave it in one of them.`;
      return [{ code: "AuthorizerWithTwoFunctions", message }];
    }),
  ];
}

/** Every authorizer function is one that some route asks for. */
export function checkUsed({ apis, functions }: LoadReport): readonly Problem[] {
  const used = apis.flatMap(({ description }) => lambdaAuthorizers(description).map(({ name }) => name));
  return functions.flatMap(({ file, authorizer }) => {
    if (authorizer === undefined || used.includes(authorizer)) return [];
    const message = `${file} is the authorizer ${authorizer}, which no route names. Give it to a route as auth, or remove the file.`;
    return [{ code: "AuthorizerWithoutRoute", message }];
  });
}

function checkNames({ name: api, routes }: ApiDescription): readonly Problem[] {
  const seen = new Map<string, AuthorizerDescription>();
  return routes.flatMap(({ key, auth }) => {
    if (typeof auth === "string") return [];
    const first = seen.get(auth.name);
    seen.set(auth.name, first ?? auth);
    // Scopes are the method's, not the authorizer's.
    if (first === undefined || equal({ ...first, scopes: [] }, { ...auth, scopes: [] })) return [];
    const message = `${key}: another authorizer of ${api} is named ${auth.name} too. Give each a name of its own, or declare it once.`;
    return [{ code: "DuplicateAuthorizer", message }];
  });
}
