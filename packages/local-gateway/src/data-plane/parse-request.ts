import { decompressed } from "./compression.ts";
import { lastValue, mediaType, without } from "./headers.ts";
import type { ParsedRequest } from "./passing.ts";
import type { RawRequest } from "./raw-http.ts";
import { Refusal } from "./refusal.ts";

/** Payload limit of a REST API (D, quotas for configuring and running a REST API). */
export const maximumBodyBytes = 10 * 1024 * 1024;

/** "Total combined size of request line and header values" (D, the same page). */
const maximumHeadBytes = 10_240;

/** R test_apigateway_header_remapping_{http,aws}: dropped from the request before anything sees it. */
const droppedHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "transfer-encoding",
  "trailer",
  "upgrade",
  "www-authenticate",
]);

export function parseRequest(raw: RawRequest): ParsedRequest {
  if (raw.body.byteLength > maximumBodyBytes) {
    throw new Refusal(
      "request-too-large",
      `the body has ${raw.body.byteLength} bytes; at most ${maximumBodyBytes} are taken`,
    );
  }
  const size = headSize(raw);
  if (size > maximumHeadBytes) {
    throw new Refusal(
      "headers-too-large",
      `request line and header values have ${size} bytes together; at most ${maximumHeadBytes} are taken`,
    );
  }
  return {
    raw,
    method: methodOf(raw),
    path: `/${raw.rawPath.replace(/^\/+/, "")}`,
    headers: without(raw.headers, droppedHeaders),
    query: parseQuery(raw.rawQuery),
    body: decompressed(raw.body, raw.headers, maximumBodyBytes),
    contentType: mediaType(lastValue(raw.headers, "content-type")) ?? "application/json",
  };
}

function headSize({ method, urlPath, rawQuery, headers }: RawRequest): number {
  const line = `${method} ${urlPath}${rawQuery === "" ? "" : `?${rawQuery}`} HTTP/1.1`;
  return headers.reduce((size, [, value]) => size + value.length, line.length);
}

/** D, known issues: the header takes the place of the method, whoever sends it. */
function methodOf({ method, headers }: RawRequest): string {
  const override = lastValue(headers, "x-http-method-override")?.trim().toUpperCase();
  return override !== undefined && /^[A-Z]+$/.test(override) ? override : method;
}

/** `+` is a space and `;` separates like `&` (R test_lambda_aws_proxy_integration; D known issues). */
function parseQuery(rawQuery: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const pair of rawQuery.split(/[&;]/)) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decode(pair.slice(equals + 1));
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  return query;
}

function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
