import { hash, timingSafeEqual } from "node:crypto";
import type { RawRequest } from "../../raw-http.ts";
import { decodeFormText } from "../mapping/form-text.ts";
import { valuesOf } from "../mapping/headers.ts";
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
  const { lines, names } = canonicalHeaders(request, parts.signedHeaders);
  const query = canonicalQuery(request.rawQuery, parts.place);
  const path = canonicalPath(request.urlPath);
  const body = request.body.byteLength === 0 ? emptyHash : sha256(request.body);
  const canonicalRequest = `${request.method}\n${path}\n${query}\n${lines}\n${names}\n${body}`;
  const scope = [parts.date, parts.region, parts.service, parts.terminator];
  const stringToSign = `${algorithm}\n${parts.timestamp}\n${scope.join("/")}\n${sha256(canonicalRequest)}`;
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
const signingKeys = new Map<string, HmacKey>();

/** Made once for each secret and scope, for it costs as much as the rest. */
function signingKey(secretAccessKey: string, scope: readonly string[]): HmacKey {
  const name = JSON.stringify([secretAccessKey, ...scope]);
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  const secret = Buffer.from(`AWS4${secretAccessKey}`);
  const made = hmacKey(scope.reduce<Buffer>((key, text) => hmac(hmacKey(key), text), secret));
  const [oldest] = signingKeys.keys();
  if (signingKeys.size >= capacity && oldest !== undefined) signingKeys.delete(oldest);
  signingKeys.set(name, made);
  return made;
}

/** The signed headers that the request has, by name: values trimmed, their blanks single, repeated ones in one. */
function canonicalHeaders(
  request: SignedRequest,
  signedHeaders: readonly string[],
): { readonly lines: string; readonly names: string } {
  let lines = "";
  let names = "";
  for (const name of [...new Set(signedHeaders)].sort()) {
    const values = valuesOf(request.headers, name);
    if (values.length === 0) continue;
    const lowerCased = name.toLowerCase();
    lines += `${lowerCased}:${values.map(singleBlanks).join(",")}\n`;
    names += names === "" ? lowerCased : `;${lowerCased}`;
  }
  return { lines, names };
}

function singleBlanks(value: string): string {
  const trimmed = value.trim();
  // Nearly every value is so already.
  return /[^\S ]|\s\s/.test(trimmed) ? trimmed.replaceAll(/\s+/g, " ") : trimmed;
}

function canonicalPath(urlPath: string): string {
  // Nothing to normalise, nor to encode.
  if (/^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+\/?$/.test(urlPath)) return urlPath;
  const segments: string[] = [];
  for (const segment of urlPath.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(escapeUri(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && urlPath.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(rawQuery: string, place: SignatureParts["place"]): string {
  if (rawQuery === "") return "";
  const pairs: [name: string, value: string][] = [];
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decodeFormText(equals < 0 ? pair : pair.slice(0, equals));
    if (place === "query" && name === "X-Amz-Signature") continue;
    pairs.push([escapeUri(name), equals < 0 ? "" : escapeUri(decodeFormText(pair.slice(equals + 1)))]);
  }
  return pairs
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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

const emptyHash = sha256("");

/** A key of HMAC-SHA256 (RFC 2104), mixed with the padding of each of the two hashes. */
interface HmacKey {
  readonly inner: Uint8Array;
  readonly outer: Uint8Array;
}

const blockBytes = 64;

function hmacKey(key: Buffer): HmacKey {
  const block = Buffer.alloc(blockBytes);
  (key.byteLength > blockBytes ? hash("sha256", key, "buffer") : key).copy(block);
  return { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
}

/** Of two hashes, each in one call: an `Hmac` of Node's costs several times as much, once it has been collected. */
function hmac({ inner, outer }: HmacKey, text: string): Buffer {
  const digest = hash("sha256", Buffer.concat([inner, Buffer.from(text)]), "buffer");
  return hash("sha256", Buffer.concat([outer, digest]), "buffer");
}
