import httpErrorHandler from "@middy/http-error-handler";
import { type Adapter, isRecord, member, textOf } from "./adapter.ts";
import { findCookie } from "./cookie.ts";
import { ProblemError } from "./problem.ts";
import type { Body } from "./reply.ts";
import type { AnySource } from "./source.ts";

/**
 * Lambda proxy integration: the function gets the whole request as API Gateway's event (version 1.0) and answers
 * with status, headers and body. AWS: "Lambda proxy integrations in API Gateway", input and output format.
 */
export const proxy: Adapter = {
  read: (event, key, source) => readers[source.kind](event, source.name === "" ? key : source.name),

  async write(output, { status, body, headers }) {
    const single: Record<string, string> = {};
    const multiple: Record<string, string[]> = {};
    for (const [name, value] of Object.entries(headers)) {
      if (value === undefined) continue;
      if (Array.isArray(value)) multiple[name] = value.map((one) => headerValue(name, one));
      else single[name] = headerValue(name, value);
    }
    const written = await writeBody(output.body, body);
    return {
      statusCode: status,
      headers: { ...written.headers, ...single },
      ...(Object.keys(multiple).length > 0 && { multiValueHeaders: multiple }),
      body: written.body,
      isBase64Encoded: written.isBase64Encoded,
    };
  },

  requestId: (event) =>
    textOf(member(member(event, "requestContext"), "extendedRequestId")) ??
    textOf(member(member(event, "requestContext"), "requestId")),

  routeName(event) {
    const method = textOf(member(event, "httpMethod"));
    const resource = textOf(member(event, "resource"));
    return method === undefined || resource === undefined ? undefined : `${method} ${resource}`;
  },

  restrict: (document) => document,

  // It sends the AnsweredError that reaches it, whatever threw the cause. Its own logging would print the
  // problem document as a JavaScript error; the runtime has logged the cause already.
  middlewares: [httpErrorHandler({ logger: false })],
};

type Reader = (event: unknown, name: string) => unknown;

const readers: Readonly<Record<AnySource["kind"], Reader>> = {
  // API Gateway leaves the parameters of the path as they are in the URL (recorded), so they are decoded here.
  path: (event, name) => decode(textOf(member(member(event, "pathParameters"), name))),
  query(event, name) {
    const values = member(member(event, "multiValueQueryStringParameters"), name);
    return unlist(Array.isArray(values) ? values : member(member(event, "queryStringParameters"), name));
  },
  header: (event, name) => unlist(headerValues(event, name)),
  cookie: (event, name) => findCookie(headerValues(event, "cookie").join("; "), name),
  body: readBody,
  context: (event, name) =>
    name.split(".").reduce<unknown>(member, member(event, "requestContext")) ?? undefined,
};

function readBody(event: unknown): unknown {
  const body = member(event, "body");
  if (typeof body !== "string" || body === "") return undefined;
  const contentType = headerValues(event, "content-type").at(-1);
  if (contentType !== undefined && !/^[^;]*[/+]json\s*(;|$)/i.test(contentType)) {
    throw new ProblemError({
      status: 415,
      code: "UnsupportedMediaType",
      detail: "Send the body as application/json.",
    });
  }
  try {
    return JSON.parse(
      member(event, "isBase64Encoded") === true ? Buffer.from(body, "base64").toString() : body,
    );
  } catch (cause) {
    throw new ProblemError(
      { status: 400, code: "MalformedBody", detail: "The body is not valid JSON." },
      { cause },
    );
  }
}

/** Every value of a header, whatever the case of its name. Console test invocations have no headers at all. */
const headerValues = (event: unknown, name: string): readonly string[] => {
  const multiple = find(member(event, "multiValueHeaders"), name);
  if (Array.isArray(multiple)) return multiple.filter((value) => typeof value === "string");
  const single = find(member(event, "headers"), name);
  return typeof single === "string" ? [single] : [];
};

const find = (headers: unknown, name: string): unknown => {
  if (!isRecord(headers)) return undefined;
  const wanted = name.toLowerCase();
  for (const [candidate, value] of Object.entries(headers))
    if (candidate.toLowerCase() === wanted) return value;
  return undefined;
};

/** One value is a text, several are a list. */
const unlist = (values: unknown): unknown =>
  Array.isArray(values) ? (values.length > 1 ? values : values[0]) : (values ?? undefined);

const decode = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    // A stray % is no encoding: the value is what the caller wrote.
    return value;
  }
};

const headerValue = (name: string, value: unknown): string => {
  const text = String(value);
  // A line break in a value would let it add headers of its own.
  if (/[\r\n\0]/.test(text)) throw new Error(`The value of the response header ${name} has a line break.`);
  return text;
};

interface WrittenBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const writeBody = async (declared: Body, body: unknown): Promise<WrittenBody> => {
  if (declared === null) return { headers: {}, body: "", isBase64Encoded: false };
  if (!("type" in declared) || "~standard" in declared) {
    return {
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body) ?? "null",
      isBase64Encoded: false,
    };
  }
  const headers = { "Content-Type": declared.contentType };
  if (declared.type === "text") return { headers, body: String(body), isBase64Encoded: false };
  const content =
    declared.type === "bytes"
      ? (body as Uint8Array)
      : await collect(body as AsyncIterable<string | Uint8Array>);
  return { headers, body: Buffer.from(content).toString("base64"), isBase64Encoded: true };
};

const collect = async (chunks: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(parts);
};
