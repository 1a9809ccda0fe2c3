import type { OutputDescription, RouteDescription } from "@gatewright/runtime/describe";
import { headerType } from "./header-type.ts";
import { sentInputs } from "./input.ts";
import { valueKey } from "./names.ts";
import { indent, quoted } from "./text.ts";

/** A route's entry in the table that the core works from: on one line when it fits. */
export function routeEntry(route: RouteDescription): string {
  const inputs = sentInputs(route).map(({ key, kind, name }) => {
    const renamed = kind !== "body" && name !== key;
    return [key, renamed ? `[${quoted(kind)}, ${quoted(name)}]` : quoted(kind)] as const;
  });
  const accept = acceptHeader(route);
  const members = [
    `route: ${quoted(route.name)}`,
    ...(route.auth === "iam" ? ["sign: sigv4"] : []),
    ...(inputs.length > 0 ? [`input: ${record(inputs)}`] : []),
    ...(accept === undefined ? [] : [`accept: ${quoted(accept)}`]),
    `output: ${record(route.outputs.map((output) => [String(output.status), answer(route, output)]))}`,
    ...(route.errors.length > 0
      ? [`errors: [${route.errors.map(({ code }) => quoted(code)).join(", ")}]`]
      : []),
  ];
  const line = `${valueKey(route.key)}: { ${members.join(", ")} },`;
  if (line.length <= 108) return line;
  return `${valueKey(route.key)}: {\n${members.map((member) => indent(`${member},`)).join("\n")}\n},`;
}

function answer({ method }: RouteDescription, { body, headers }: OutputDescription): string {
  const kind = quoted(method === "HEAD" ? "none" : body.type);
  const kinds = Object.entries(headers).map(
    ([name, schema]) => [name, quoted(headerType(schema).kind)] as const,
  );
  return kinds.length > 0 ? `{ body: ${kind}, headers: ${record(kinds)} }` : kind;
}

function record(members: readonly (readonly [key: string, value: string])[]): string {
  const texts = members.map(([key, value]) => {
    // The compiler takes the type that `constructor` has in every object for what is wanted here.
    const exact = key in Object.prototype ? `${value} as const` : value;
    return `${/^\d+$/.test(key) ? key : valueKey(key)}: ${exact}`;
  });
  return `{ ${texts.join(", ")} }`;
}

/**
 * The media types of a route that answers bytes. API Gateway compares the first one with its binary media types,
 * and sends base64 text unless it is among them. AWS: "Content type conversions in API Gateway".
 */
function acceptHeader({ input, outputs }: RouteDescription): string | undefined {
  const bodies = outputs.map(({ body }) => body);
  const bytes = bodies.flatMap((body) => (body.type === "bytes" ? [body.contentType] : []));
  if (
    bytes.length === 0 ||
    input.some(({ kind, name }) => kind === "header" && name.toLowerCase() === "accept")
  ) {
    return undefined;
  }
  return [...new Set([...bytes, "application/json", "*/*"])].join(", ");
}
