import httpErrorHandler from "@middy/http-error-handler";
import { type Adapter, member, textOf } from "./adapter.ts";
import { chain } from "./chain.ts";

/**
 * Lambda proxy integration: the function gets the whole request as API Gateway's event (version 1.0) and answers
 * with status, headers and body. AWS: "Lambda proxy integrations in API Gateway", input and output format. Other
 * versions of the event are brought into this one by `join`.
 */
export const proxy: Adapter = {
  accept(event) {
    const context = (event as Called | null | undefined)?.requestContext;
    if (context?.http ?? context?.elb) throw new Error("Not an event of a REST API: export join(handler).");
  },

  read: (event, key, { name, "~wire": wire }) => wire.read(event, name || key),

  write({ body: declared, headers: declaredHeaders }, { status, body, headers: values }) {
    const headers: Record<string, string> = {};
    let multiValueHeaders: Record<string, readonly string[]> | undefined;
    for (const name in declaredHeaders) {
      const texts = [values[name] ?? []].flat().map(headerText);
      if (texts.length > 1) multiValueHeaders = { ...multiValueHeaders, [name]: texts };
      else if (texts[0] !== undefined) headers[name] = texts[0];
    }
    const answer = { statusCode: status, headers, multiValueHeaders, body: "", isBase64Encoded: false };
    if (declared === null) return answer;
    if ("~encode" in declared) {
      headers["Content-Type"] = declared.contentType;
      return chain(declared["~encode"](body), (written) => Object.assign(answer, written));
    }
    headers["Content-Type"] = "application/json";
    answer.body = JSON.stringify(body) ?? "null";
    return answer;
  },

  requestId(event) {
    const context = member(event, "requestContext");
    return textOf(member(context, "extendedRequestId")) ?? textOf(member(context, "requestId"));
  },

  restrict: (document) => document,

  // It sends the AnsweredError that reaches it, whatever threw the cause. Its own logging would print the
  // problem document as a JavaScript error; the runtime has logged the cause already.
  middlewares: [httpErrorHandler({ logger: false })],
};

/** As much of an event as says where it comes from. */
interface Called {
  readonly requestContext?: { readonly http?: unknown; readonly elb?: unknown } | null;
}

const headerText = (value: unknown): string => {
  const text = `${value}`;
  // It would let the value add headers of its own.
  if (/[\r\n\0]/.test(text)) throw new Error(`A response header has a line break: ${JSON.stringify(text)}.`);
  return text;
};
