import { member } from "./adapter.ts";
import { headerValues } from "./header.ts";
import { namedValues } from "./named-values.ts";
import { ProblemError } from "./problem.ts";
import * as uses from "./uses.ts";
import { type ProxyEvent, required, type Wire } from "./wire.ts";

/** 10 MB: API Gateway takes no more ("Amazon API Gateway quotas", payload size), and Lambda less than that. */
const mostBytes = 10_485_760;

export const json: Wire = {
  read(event) {
    const content = readContent(event, "application/json", /^[^;]*[/+]json\s*(;|$)/i);
    try {
      // Of bytes it makes text itself.
      return content && JSON.parse(content as string);
    } catch (cause) {
      throw malformed("JSON", cause);
    }
  },
};

export const form: Wire = {
  read(event) {
    const type = "application/x-www-form-urlencoded";
    const content = readContent(event, type, /^[^;]*\/x-www-form-urlencoded\s*(;|$)/i);
    return content && namedValues(`${content}`, (values) => (values.length > 1 ? values : values[0]));
  },

  // As with a repeated query parameter, each field that was refused may be meant as a list, or as its last value.
  reread(value, _event, issues) {
    const again: Record<string, unknown> = { ...(value as object) };
    for (const { path: [part] = [] } of issues) {
      const name = String(typeof part === "object" ? part.key : part);
      const refused = member(value, name);
      if (refused !== undefined) again[name] = Array.isArray(refused) ? refused.at(-1) : [refused];
    }
    return again;
  },
};

/** Makes the reader of a body of one media type, as bytes. */
export const binary = (contentType: string): Wire => ({
  read(event) {
    const content = readContent(event, contentType, {
      test: (sent) => mediaType(sent) === mediaType(contentType),
    });
    return content && new Uint8Array(Buffer.from(content));
  },
  validate: required,
});

const mediaType = (value: unknown): string => `${value}`.split(";", 1).join().trim().toLowerCase();

/** The body of the request, as text or as the bytes that its base64 stands for; `undefined` where there is none. */
const readContent = (
  event: ProxyEvent | null | undefined,
  expected: string,
  accepted: { test(contentType: unknown): boolean },
): string | Buffer | undefined => {
  const body = event?.body;
  if (typeof body !== "string" || !body) return undefined;
  const [contentType = expected] = headerValues(event, "content-type");
  if (!accepted.test(contentType))
    throw new ProblemError(415, "UnsupportedMediaType", `Send the body as ${expected}.`);
  return uses.foreign ? decoded(body, event.isBase64Encoded) : body;
};

const decoded = (body: string, isBase64Encoded: unknown): string | Buffer => {
  if (body.length > mostBytes)
    throw new ProblemError(413, "ContentTooLarge", "The body is larger than 10 MB.");
  if (isBase64Encoded !== true) return body;
  const content = Buffer.from(body, "base64");
  // Buffer skips what is not base64.
  if (content.toString("base64") !== body) throw malformed("base64");
  return content;
};

const malformed = (form: string, cause?: unknown) =>
  new ProblemError(400, "MalformedBody", `The body is not valid ${form}.`, {}, { cause });
