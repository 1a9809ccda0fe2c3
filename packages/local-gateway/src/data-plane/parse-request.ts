import { lastValue, mediaType, without } from "./headers.ts";
import type { ParsedRequest } from "./passing.ts";
import type { RawRequest } from "./raw-http.ts";
import { Refusal } from "./refusal.ts";

/** Payload limit of a REST API (D, quotas for configuring and running a REST API). */
export const maximumBodyBytes = 10 * 1024 * 1024;

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
  return {
    raw,
    method: raw.method,
    path: `/${raw.rawPath.replace(/^\/+/, "")}`,
    headers: without(raw.headers, droppedHeaders),
    query: parseQuery(raw.rawQuery),
    body: raw.body,
    contentType: mediaType(lastValue(raw.headers, "content-type")) ?? "application/json",
  };
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
