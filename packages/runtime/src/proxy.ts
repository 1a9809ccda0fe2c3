import httpErrorHandler from "@middy/http-error-handler";
import type { Adapter } from "./adapter.ts";
import { chain } from "./chain.ts";
import type { Encode, Text } from "./reply.ts";

/**
 * Lambda proxy integration: the function gets the whole request as API Gateway's event (version 1.0) and answers
 * with status, headers and body. AWS: "Lambda proxy integrations in API Gateway", input and output format. Other
 * versions of the event are brought into this one by `join`.
 */
export const proxy: Adapter = {
  accept(event) {
    const { httpMethod, requestContext } = (event ?? {}) as Called;
    if (!httpMethod || requestContext?.elb)
      throw new Error("Not an event of a REST API: for others there is join(handler).");
  },

  read: (event, key, { name, wire }) => wire.read(event as never, name || key),

  write(
    { body: declared, headers: declaredHeaders },
    { status: statusCode, body, headers: values },
    _,
    call,
  ) {
    const headers: Record<string, string> = {};
    let multiValueHeaders: Record<string, readonly string[]> | undefined;
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
  },

  // It sends the answered error that reaches it, whatever threw the cause. Its own logging would print the
  // problem document as a JavaScript error; the runtime has logged the cause already.
  net: httpErrorHandler({ logger: false }),
};

const json: Encode = (body) => ({ body: JSON.stringify(body) ?? "null" });

/** As much of an event as says where it comes from. */
interface Called {
  readonly httpMethod?: string;
  readonly requestContext?: { readonly elb?: unknown } | null;
}
