import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { getCanonicalHeaders, getCanonicalQuery } from "@smithy/signature-v4";
import { valuesOf } from "./headers.ts";
import type { RawRequest } from "./raw-http.ts";

/** The parts of an `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…` header and of its date. */
export interface SignatureHeader {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20150830T123600Z`, from `X-Amz-Date` or else `Date`. */
  readonly timestamp: string;
}

export type ParsedSignature =
  | { readonly kind: "signature"; readonly header: SignatureHeader }
  | { readonly kind: "absent" }
  | { readonly kind: "incomplete"; readonly message: string };

export function parseSignatureHeader(request: RawRequest): ParsedSignature {
  const [authorization] = valuesOf(request.headers, "authorization");
  if (authorization === undefined) return { kind: "absent" };
  const [, algorithm, rest = ""] = /^(\S+)\s*(.*)$/s.exec(authorization.trim()) ?? [];
  const parts = rest.split(",").map((part) => part.trim());
  // D (support answers quote it): the value itself is never printed, only its hash
  if (algorithm !== "AWS4-HMAC-SHA256" || parts.some((part) => !part.includes("="))) {
    const hash = createHash("sha256").update(authorization).digest("base64");
    return {
      kind: "incomplete",
      message: `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`,
    };
  }
  const members = new Map(
    parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const),
  );
  const timestamp = timestampOf(request);
  const missing = [
    ...["Credential", "Signature", "SignedHeaders"]
      .filter((name) => (members.get(name) ?? "") === "")
      .map((name) => `Authorization header requires '${name}' parameter.`),
    ...(timestamp === undefined
      ? ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]
      : []),
  ];
  const scope = (members.get("Credential") ?? "").split("/");
  const [terminator = "", service = "", region = "", date = ""] = scope.slice(-4).reverse();
  if (missing.length > 0 || timestamp === undefined || scope.length < 5) {
    const sentences =
      missing.length > 0 ? missing : ["Credential must have at least 5 slash-delimited elements."];
    return { kind: "incomplete", message: sentences.join(" ") };
  }
  return {
    kind: "signature",
    header: {
      accessKeyId: scope.slice(0, -4).join("/"),
      date,
      region,
      service,
      terminator,
      signedHeaders: (members.get("SignedHeaders") ?? "").split(";"),
      signature: members.get("Signature") ?? "",
      timestamp,
    },
  };
}

export interface ExpectedSignature {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/**
 * Signs a request again as Signature Version 4 says (AWS General Reference), for any service but S3: the
 * path is normalised and encoded once more, and the hash is that of the body that really came, whatever
 * `x-amz-content-sha256` says.
 */
export function expectedSignature(
  request: RawRequest,
  header: SignatureHeader,
  secretAccessKey: string,
): ExpectedSignature {
  const signed = new Set(header.signedHeaders);
  const values = header.signedHeaders.flatMap((name) => {
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
    canonicalQuery(request.rawQuery),
    ...names.map((name) => `${name}:${canonicalHeaders[name]}`),
    "",
    names.join(";"),
    createHash("sha256").update(request.body).digest("hex"),
  ].join("\n");
  const scope = [header.date, header.region, header.service, header.terminator];
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    header.timestamp,
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

/** Milliseconds since 1970 of `20150830T123600Z`, or NaN. */
export function timeOf(timestamp: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** `20150830T123600Z` of a time in milliseconds since 1970. */
export function timestampAt(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function timestampOf(request: RawRequest): string | undefined {
  const [amzDate] = valuesOf(request.headers, "x-amz-date");
  if (amzDate !== undefined) return amzDate;
  const [date] = valuesOf(request.headers, "date");
  if (date === undefined) return undefined;
  if (!Number.isNaN(timeOf(date))) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : timestampAt(time);
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

function canonicalQuery(rawQuery: string): string {
  const query = new Map<string, string[]>();
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    query.set(name, [...(query.get(name) ?? []), equals < 0 ? "" : decode(pair.slice(equals + 1))]);
  }
  return getCanonicalQuery({ ...emptyRequest, headers: {}, query: Object.fromEntries(query) });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
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
