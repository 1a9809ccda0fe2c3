import type { RawRequest } from "../../raw-http.ts";
import { decodeFormText } from "../mapping/form-text.ts";
import { lastValue, mediaType, nameSet, without } from "../mapping/headers.ts";
import type { ParsedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { decompressed } from "./compression.ts";

/** Payload limit of a REST API (D, quotas for configuring and running a REST API). */
export const maximumBodyBytes = 10 * 1024 * 1024;

/** "Total combined size of request line and header values" (D, the same page). */
const maximumHeadBytes = 10_240;

/** R test_apigateway_header_remapping_{http,aws}: dropped from the request before anything sees it. */
const droppedHeaders = nameSet(
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
);

/** A request from a caller: what stands in front of API Gateway refuses some that a test of a method may send. */
export function receiveRequest(raw: RawRequest): ParsedRequest {
  const unsupported = unsupportedIn(raw);
  if (unsupported !== undefined) {
    throw new Refusal(
      "unsupported-character",
      `the URL has ${unsupported} as it is; API Gateway takes it encoded only, as ${encodeURIComponent(unsupported)}`,
    );
  }
  return parseRequest(raw);
}

/**
 * D, known issues: these three in a query; nestjsx/crud#255, outmoded/lout#179: a 400, and the API never hears of it.
 * ustayready/fireprox#27: so is a percent sign anywhere that encodes nothing.
 */
function unsupportedIn({ urlPath, rawQuery }: RawRequest): string | undefined {
  const [character] = /[|{}]/.exec(rawQuery) ?? [];
  const encodesNothing = /%(?![0-9a-f]{2})/i;
  return character ?? (encodesNothing.test(urlPath) || encodesNothing.test(rawQuery) ? "%" : undefined);
}

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
    path: pathOf(raw.rawPath),
    headers: without(raw.headers, droppedHeaders),
    query: parseQuery(raw.rawQuery),
    body: decompressed(raw.body, raw.headers, maximumBodyBytes),
    contentType: mediaType(lastValue(raw.headers, "content-type")) ?? "application/json",
  };
}

/** Of `GET /path?query HTTP/1.1`, and of the values. */
function headSize({ method, urlPath, rawQuery, headers }: RawRequest): number {
  let size = method.length + 1 + urlPath.length + " HTTP/1.1".length;
  if (rawQuery !== "") size += 1 + rawQuery.length;
  for (const header of headers) size += header[1].length;
  return size;
}

function pathOf(rawPath: string): string {
  return /^\/(?!\/)/.test(rawPath) ? rawPath : `/${rawPath.replace(/^\/+/, "")}`;
}

/** D, known issues: the header takes the place of the method, whoever sends it. */
function methodOf({ method, headers }: RawRequest): string {
  const given = lastValue(headers, "x-http-method-override");
  if (given === undefined) return method;
  const override = given.trim().toUpperCase();
  return /^[A-Z]+$/.test(override) ? override : method;
}

/** `+` is a space and `;` separates like `&` (R test_lambda_aws_proxy_integration; D known issues). */
function parseQuery(rawQuery: string): ReadonlyMap<string, readonly string[]> {
  if (rawQuery === "") return noQuery;
  const query = new Map<string, string[]>();
  for (const pair of rawQuery.split(/[&;]/)) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const name = decodeFormText(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? "" : decodeFormText(pair.slice(equals + 1));
    const values = query.get(name);
    if (values === undefined) query.set(name, [value]);
    else values.push(value);
  }
  return query;
}

const noQuery: ReadonlyMap<string, readonly string[]> = new Map();
