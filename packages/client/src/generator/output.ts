import type { BodyDescription, OutputDescription, RouteDescription } from "@gatewright/runtime/describe";
import type { Declarations } from "./declarations.ts";
import { headerType } from "./header-type.ts";
import { pascalCase, typeKey } from "./names.ts";
import type { RouteNames } from "./route-names.ts";
import type { TypeText } from "./schema-type.ts";
import { quoted, unionLines } from "./text.ts";

/** Exports the type of what a route answers: one body, or a union by status. */
export function declareOutput(types: Declarations, route: RouteDescription, names: RouteNames): void {
  const [first, ...others] = route.outputs;
  if (first !== undefined && others.length === 0 && Object.keys(first.headers).length === 0) {
    const { body, status } = first;
    if (body.type === "json" && route.method !== "HEAD") {
      types.declareSchema(names.output, body.schema, `${route.key}  output ${status}`);
    } else {
      types.declare(names.output, bodyType(types, route, first, names));
    }
    return;
  }
  const members = route.outputs.map((output) => {
    const body = bodyType(types, route, output, names).text;
    return `{ status: ${output.status}; body: ${body}; headers: ${headersType(output)} }`;
  });
  types.declare(names.output, { text: unionLines(members) });
}

/** Exports the type of what a call of a route may fail with, and of the details of its declared errors. */
export function declareErrors(types: Declarations, route: RouteDescription, names: RouteNames): void {
  const members = route.errors.map(({ code, status, details }) => {
    const name = `${names.base}${pascalCase(code)}`;
    const type =
      details === undefined ? "undefined" : types.schema(name, details, `${route.key}  errors.${code}`).text;
    return `ApiError<${quoted(code)}, ${status}, ${type}>`;
  });
  types.declare(names.error, { text: unionLines([...members, "CommonError"]) });
}

function bodyType(
  types: Declarations,
  route: RouteDescription,
  { body, status }: OutputDescription,
  names: RouteNames,
): TypeText {
  const { key, method } = route;
  if (method === "HEAD" || body.type === "none") return { text: "undefined" };
  if (body.type === "json")
    return types.schema(`${names.output}${status}`, body.schema, `${key}  output ${status}`);
  if (isStreamed(body))
    return {
      text: `AsyncIterable<${streamReader(route) === "events" ? "ServerSentEvent" : "Uint8Array"}>`,
    };
  return { text: body.type === "text" ? "string" : "Uint8Array" };
}

type Streamed = Extract<BodyDescription, { readonly type: "bytes" }>;

/** Whether a body is read piece by piece. */
export function isStreamed(body: BodyDescription): body is Streamed {
  return body.type === "bytes" && body.streamed === true;
}

/** What reads the streams of a route, as the generated text has it: a function of the core. */
export function streamReader({ method, outputs }: RouteDescription): "chunks" | "events" | undefined {
  const streams = method === "HEAD" ? [] : outputs.map(({ body }) => body).filter(isStreamed);
  if (streams.length === 0) return undefined;
  return streams.every(({ contentType }) => /^text\/event-stream\b/i.test(contentType)) ? "events" : "chunks";
}

/** A declared header may be missing: by its schema, or because a browser hides it. */
function headersType({ headers }: OutputDescription): string {
  const members = Object.entries(headers).map(
    ([name, schema]) => `${typeKey(name)}?: ${headerType(schema).type}`,
  );
  return members.length > 0 ? `{ ${members.join("; ")} }` : "{}";
}
