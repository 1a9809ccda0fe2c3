import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { getCanonicalHeaders, getCanonicalQuery } from "@smithy/signature-v4";
import { valuesOf } from "../headers.ts";
import type { RawRequest } from "../raw-http.ts";
import type { SignatureParts } from "./signature-parts.ts";

export interface ExpectedSignature {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/**
 * Signs a request again as Signature Version 4 says (AWS General Reference), for any service but S3: the
 * path is normalised and encoded once more, and the hash is that of the body that really came, whatever
 * `x-amz-content-sha256` says. Of a presigned URL, the query is signed without its signature.
 */
export function expectedSignature(
  request: RawRequest,
  parts: SignatureParts,
  secretAccessKey: string,
): ExpectedSignature {
  const signed = new Set(parts.signedHeaders);
  const values = parts.signedHeaders.flatMap((name) => {
    const all = valuesOf(request.headers, name);
    return all.length === 0 ? [] : [[name, all.map((value) => value.trim()).join(",")] as const];
  });
  const canonicalHeaders = getCanonicalHeaders(
    { ...emptyRequest, headers: Object.fromEntries(values) },
    undefined,
    signed,
  );
  const names = Object.keys(canonicalHeaders).sort();
  const canonicalRequest = [
    request.method,
    canonicalPath(request.urlPath),
    canonicalQuery(request.rawQuery, parts.place),
    ...names.map((name) => `${name}:${canonicalHeaders[name]}`),
    "",
    names.join(";"),
    createHash("sha256").update(request.body).digest("hex"),
  ].join("\n");
  const scope = [parts.date, parts.region, parts.service, parts.terminator];
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    parts.timestamp,
    scope.join("/"),
    createHash("sha256").update(canonicalRequest).digest("hex"),
  ].join("\n");
  const key = scope.reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return { canonicalRequest, stringToSign, signature: hmac(key, stringToSign).toString("hex") };
}

/** Compares two signatures in a time that does not depend on where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

const emptyRequest = { protocol: "https:", hostname: "", method: "GET", path: "/" };

function canonicalPath(urlPath: string): string {
  const segments: string[] = [];
  for (const segment of urlPath.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(escapeUri(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && urlPath.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(rawQuery: string, place: SignatureParts["place"]): string {
  const query = new Map<string, string[]>();
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (place === "query" && name === "X-Amz-Signature") continue;
    query.set(name, [...(query.get(name) ?? []), equals < 0 ? "" : decode(pair.slice(equals + 1))]);
  }
  return getCanonicalQuery({ ...emptyRequest, headers: {}, query: Object.fromEntries(query) });
}

/** `+` is a space here as it is wherever API Gateway reads a query, and as signing clients take it to be. */
function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function escapeUri(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
