import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import { valuesOf } from "../headers.ts";
import type { RawRequest } from "../raw-http.ts";
import type { SignatureParts } from "./signature-parts.ts";

/** What of a request a signature covers. */
export type SignedRequest = Pick<RawRequest, "method" | "urlPath" | "rawQuery" | "headers" | "body">;

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
  request: SignedRequest,
  parts: SignatureParts,
  secretAccessKey: string,
): ExpectedSignature {
  const headers = canonicalHeaders(request, parts.signedHeaders);
  const canonicalRequest = [
    request.method,
    canonicalPath(request.urlPath),
    canonicalQuery(request.rawQuery, parts.place),
    ...headers.map(([name, value]) => `${name}:${value}`),
    "",
    headers.map(([name]) => name).join(";"),
    sha256(request.body),
  ].join("\n");
  const scope = [parts.date, parts.region, parts.service, parts.terminator];
  const stringToSign = [algorithm, parts.timestamp, scope.join("/"), sha256(canonicalRequest)].join("\n");
  const key = signingKey(secretAccessKey, scope);
  return { canonicalRequest, stringToSign, signature: hmac(key, stringToSign).toString("hex") };
}

/** Compares two signatures in a time that does not depend on where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

const algorithm = "AWS4-HMAC-SHA256";

/** Keys kept at most: one is for a secret, a day and a Region. */
const capacity = 100;
const signingKeys = new Map<string, KeyObject>();

/** Made once for each secret and scope, for it costs as much as the rest. */
function signingKey(secretAccessKey: string, scope: readonly string[]): KeyObject {
  const name = JSON.stringify([secretAccessKey, ...scope]);
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const made = createSecretKey(scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`)));
  const [oldest] = signingKeys.keys();
  if (signingKeys.size >= capacity && oldest !== undefined) signingKeys.delete(oldest);
  signingKeys.set(name, made);
  return made;
}

/** The signed headers that the request has, by name: values trimmed, their blanks single, repeated ones in one. */
function canonicalHeaders(request: SignedRequest, signedHeaders: readonly string[]): [string, string][] {
  return [...new Set(signedHeaders)].sort().flatMap((name): [string, string][] => {
    const values = valuesOf(request.headers, name);
    if (values.length === 0) return [];
    return [[name.toLowerCase(), values.map((value) => value.trim().replaceAll(/\s+/g, " ")).join(",")]];
  });
}

function canonicalPath(urlPath: string): string {
  const segments: string[] = [];
  for (const segment of urlPath.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(escapeUri(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && urlPath.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(rawQuery: string, place: SignatureParts["place"]): string {
  const pairs: [name: string, value: string][] = [];
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (place === "query" && name === "X-Amz-Signature") continue;
    pairs.push([escapeUri(name), equals < 0 ? "" : escapeUri(decode(pair.slice(equals + 1)))]);
  }
  return pairs
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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

function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

function hmac(key: Buffer | KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
