import type { ApiDescription, RouteDescription } from "@gatewright/runtime/describe";
import type { Problem } from "../errors.ts";

/**
 * Checks what API Gateway asks of resource paths beyond what the runtime has checked when it described the API:
 * fewer characters, and one path parameter at a place.
 */
export function checkPaths({ routes }: ApiDescription): readonly Problem[] {
  return [...routes.flatMap(checkPath), ...checkSiblings(routes)];
}

/** CreateResource: a path part is of a-zA-Z0-9._-: (the colon: aws-cdk issue 22477), or one `{parameter}`. */
function checkPath({ key, path }: RouteDescription): readonly Problem[] {
  const wrong = path.split("/").find((part) => part !== "" && !plainPart.test(part) && !parameter.test(part));
  if (wrong === undefined) return [];
  const message = `${key}: API Gateway takes no resource path part like "${wrong}" in ${path}: use letters, digits and . _ - : only, or one whole {parameter}.`;
  return [{ code: "InvalidPath", message }];
}

const plainPart = /^[\w.\-:]+$/;
const parameter = /^\{[\w.\-:]+\+?\}$/;

/** "A sibling of this resource already has a variable path part -- only one is allowed" (CreateResource, recorded). */
function checkSiblings(routes: readonly RouteDescription[]): readonly Problem[] {
  const variables = new Map<string, { readonly part: string; readonly key: string }>();
  const problems: Problem[] = [];
  for (const { key, path } of routes) {
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      if (!part.startsWith("{")) continue;
      const parent = parts.slice(0, index).join("/");
      const first = variables.get(parent);
      if (first === undefined) variables.set(parent, { part, key });
      else if (first.part !== part) {
        const message = `${first.key} has ${parent}/${first.part} and ${key} has ${parent}/${part}. API Gateway takes one parameter at a place: give both the same name.`;
        problems.push({ code: "ConflictingPaths", message });
      }
    }
  }
  return problems;
}
