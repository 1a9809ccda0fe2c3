import { fromBase64 } from "./base64.ts";

/** What a payload is for a template: text, or bytes that none can read. */
export type Payload =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Text that should have been base64. */
  | { readonly kind: "not-base64" };

export type WholePayload = Exclude<Payload, { kind: "not-base64" }>;

/**
 * The request half of D, "Content type conversions in API Gateway".
 *
 * @param isBinary whether the request's Content-Type is one of the API's binary media types.
 */
export function convertRequest(
  body: Uint8Array,
  isBinary: boolean,
  contentHandling: string | undefined,
): Payload {
  if (isBinary) {
    return contentHandling === "CONVERT_TO_TEXT" ? asBase64(body) : { kind: "bytes", bytes: body };
  }
  return contentHandling === "CONVERT_TO_BINARY" ? decoded(body) : asText(body);
}

/**
 * The response half of the same page. A payload of no bytes is text whatever it is said to be: there is
 * nothing to convert (K: MOCK integrations of APIs whose binary media types are `all types`).
 *
 * @param isBinary whether the payload's Content-Type is one of the API's binary media types.
 * @param isBinaryAccepted whether the first type of the caller's Accept header is one.
 */
export function convertResponse(
  body: Uint8Array,
  isBinary: boolean,
  isBinaryAccepted: boolean,
  contentHandling: string | undefined,
): Payload {
  if (body.byteLength === 0) return asText(body);
  const toText =
    contentHandling === "CONVERT_TO_TEXT" || (contentHandling === undefined && !isBinaryAccepted);
  if (isBinary) return toText ? asBase64(body) : { kind: "bytes", bytes: body };
  return toText ? asText(body) : decoded(body);
}

/** The payload as functions and MOCK integrations read it: without a byte order mark. */
export function textOf(payload: WholePayload): string {
  const text = payload.kind === "text" ? payload.text.toWellFormed() : utf8(payload.bytes);
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

export function bytesOf(payload: WholePayload): Uint8Array {
  if (payload.kind === "bytes") return payload.bytes;
  return payload.text === "" ? noBytes : Buffer.from(payload.text);
}

export const noBytes = new Uint8Array();

function asText(body: Uint8Array): Payload {
  return { kind: "text", text: utf8(body) };
}

function asBase64(body: Uint8Array): Payload {
  return { kind: "text", text: Buffer.from(body).toString("base64") };
}

function decoded(body: Uint8Array): Payload {
  const bytes = fromBase64(utf8(body));
  return bytes === undefined ? { kind: "not-base64" } : { kind: "bytes", bytes };
}

/** Bytes that are no UTF-8 become U+FFFD, as they do on AWS for media types that are not binary. */
function utf8(body: Uint8Array): string {
  return body.byteLength === 0 ? "" : decoder.decode(body);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
