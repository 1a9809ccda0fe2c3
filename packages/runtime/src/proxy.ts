import httpErrorHandler from "@middy/http-error-handler";
import type { Adapter } from "./adapter.ts";
import { chain } from "./chain.ts";
import type { Encode, Text } from "./reply.ts";
import * as uses from "./uses.ts";

const json: Encode = (body) => ({ body: JSON.stringify(body) ?? "null" });

const writeDeclared: Adapter["write"] = (
  { status: statusCode, body, headers: values },
  { body: declared, headers: declaredHeaders },
  _,
  call,
) => {
  const headers: Record<string, string> = {};
  let multiValueHeaders: Record<string, readonly string[]> | undefined;
  if (uses.headers)
    for (const name in declaredHeaders) {
      const texts = [values?.[name] ?? []].flat().map(String);
      if (texts.length > 1) multiValueHeaders = { ...multiValueHeaders, [name]: texts };
      else for (const text of texts) headers[name] = text;
    }
  const answer = { statusCode, headers, multiValueHeaders, body: "" };
  if (declared === null) return answer;
  // A schema has neither.
  const { contentType = "application/json", "~encode": encode = json } = declared as Partial<Text>;
  headers["Content-Type"] = contentType;
  return chain(encode(body, call), (written) => Object.assign(answer, written));
};

/**
 * Lambda proxy integration: the function gets the whole request as API Gateway's event (version 1.0) and answers
 * with status, headers and body. AWS: "Lambda proxy integrations in API Gateway", input and output format. Other
 * versions of the event are brought into this one by `join`.
 */
export const proxy: Adapter = {
  accept(event: Called | null | undefined) {
    if (!event?.httpMethod || event.requestContext?.elb)
      throw new Error("Not a REST API's event: use join(handler).");
  },

  id(event: Called | null | undefined, lambda) {
    const request = event?.requestContext;
    return request?.extendedRequestId ?? request?.requestId ?? lambda.awsRequestId;
  },

  read: (event, key, { name, wire }) => wire.read(event as never, name || key),

  write: uses.outputs
    ? writeDeclared
    : // Of an output that is a bare schema.
      ({ body }) => ({
        statusCode: 200,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body) ?? "null",
      }),

  // What http-error-handler answers with.
  fail: ({ headers, ...document }, id) => ({
    statusCode: document.status,
    expose: true,
    message: JSON.stringify({ ...document, id }),
    headers: { "Content-Type": "application/problem+json", ...headers },
  }),

  // It sends what `fail` made, whatever threw the cause. Its own logging would print the problem document as a
  // JavaScript error; the runtime has logged the cause already.
  net: [/* @__PURE__ */ httpErrorHandler({ logger: false })],
};

/** As much of an event as says where it comes from. */
interface Called {
  readonly httpMethod?: string;
  readonly requestContext?: {
    readonly elb?: unknown;
    readonly extendedRequestId?: string;
    readonly requestId?: string;
  } | null;
}
