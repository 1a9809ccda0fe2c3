import type { InputDescription, OutputDescription, RouteDescription } from "@gatewright/runtime/describe";
import { headerType } from "./header-type.ts";
import { sentInputs } from "./input.ts";
import { valueKey } from "./names.ts";
import { isStreamed, streamReader } from "./output.ts";
import { indent, quoted } from "./text.ts";

/** A route's entry in the table that the core works from: on one line when it fits. */
export function routeEntry(route: RouteDescription): string {
  const inputs = sentInputs(route).map((input) => [input.key, place(input)] as const);
  const sign = signer(route);
  const read = streamReader(route);
  const accept = acceptHeader(route);
  const members = [
    `route: ${quoted(route.name)}`,
    ...(sign === undefined ? [] : [`sign: ${sign}`]),
    ...(inputs.length > 0 ? [`input: ${record(inputs)}`] : []),
    ...(accept === undefined ? [] : [`accept: ${quoted(accept)}`]),
    `output: ${record(route.outputs.map((output) => [String(output.status), answer(route, output)]))}`,
    ...(read === undefined ? [] : [`read: ${read}`]),
    ...(route.errors.length > 0
      ? [`errors: [${route.errors.map(({ code }) => quoted(code)).join(", ")}]`]
      : []),
  ];
  const line = `${valueKey(route.key)}: { ${members.join(", ")} },`;
  if (line.length <= 108) return line;
  return `${valueKey(route.key)}: {\n${members.map((member) => indent(`${member},`)).join("\n")}\n},`;
}

/** What proves who calls, as the generated text has it: a function of the core. */
export function signer({ auth }: RouteDescription): string | undefined {
  if (auth === "none") return undefined;
  if (auth === "iam") return "sigv4";
  if (auth === "apiKey") return "apiKey";
  const headers = auth.identitySources.map((source) => /^method\.request\.header\.(.+)$/.exec(source)?.[1]);
  // A `request` authorizer may want anything of a request; only this header is surely a token.
  const header = auth.type === "request" ? headers.find(isAuthorization) : headers[0];
  return header === undefined ? undefined : `token(${quoted(header.toLowerCase())})`;
}

function isAuthorization(header: string | undefined): boolean {
  return header?.toLowerCase() === "authorization";
}

function place({ key, kind, name, contentType = "application/octet-stream" }: InputDescription): string {
  if (kind === "form") return "form";
  if (kind === "binary") return `binary(${quoted(contentType)})`;
  return kind === "body" || name === key ? quoted(kind) : `[${quoted(kind)}, ${quoted(name)}]`;
}

function answer({ method }: RouteDescription, { body, headers }: OutputDescription): string {
  const kind = quoted(method === "HEAD" ? "none" : isStreamed(body) ? "stream" : body.type);
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
