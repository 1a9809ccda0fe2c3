import type { RawHeader } from "../../raw-http.ts";
import type { Headers } from "../mapping/headers.ts";
import { asSent } from "../mapping/wire-header.ts";
import { Refusal } from "../refusal.ts";

export interface ProxyResult extends ProxyHead {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What comes before the body. */
export interface ProxyHead {
  readonly statusCode: number;
  readonly headers: Headers;
}

const members = new Set([
  "statusCode",
  "headers",
  "multiValueHeaders",
  "body",
  "isBase64Encoded",
  "base64Encoded",
]);

/** Rules as recorded in LocalStack's `test_aws_proxy_response_payload_format_validation`. */
export function readResult(payload: string): ProxyResult {
  const result = readMembers(payload, members);
  return {
    ...headOf(result),
    body: result["body"] === undefined || result["body"] === null ? "" : scalar(result["body"], "body"),
    isBase64Encoded: readBase64Encoded(result),
  };
}

/**
 * What AWS was found to take by those who made SAM CLI (aws/aws-sam-cli#2941): the name without `is` too, and first.
 */
function readBase64Encoded(result: Readonly<Record<string, unknown>>): boolean {
  const value = result["base64Encoded"] ?? result["isBase64Encoded"] ?? false;
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "True") return true;
  if (value === "false" || value === "False") return false;
  throw malformed(`isBase64Encoded is ${JSON.stringify(value)}, neither true nor false`);
}

const metadataMembers = new Set(["statusCode", "headers", "multiValueHeaders", "cookies"]);

/** The JSON before a streamed body (D, "Lambda proxy integration format for response streaming"). */
export function readMetadata(metadata: string): ProxyHead {
  const result = readMembers(metadata, metadataMembers);
  const cookies: unknown = result["cookies"] ?? [];
  if (!Array.isArray(cookies)) throw malformed("cookies is not a list");
  const { statusCode, headers } = headOf(result);
  const set = cookies.map((cookie) => ["Set-Cookie", scalar(cookie, "cookies")] as const);
  return { statusCode, headers: sendable([...headers, ...set]) };
}

function readMembers(payload: string, known: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const result = readObject(parse(payload), "the result");
  for (const name in result) {
    if (!known.has(name)) throw malformed(`the result has the unknown member "${name}"`);
  }
  return result;
}

function headOf(result: Readonly<Record<string, unknown>>): ProxyHead {
  return {
    statusCode: readStatus(result["statusCode"]),
    headers: readHeaders(result["headers"], result["multiValueHeaders"]),
  };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (cause) {
    throw new Refusal("malformed-proxy-response", "the result is not JSON", { cause });
  }
}

function readStatus(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 999) {
    throw malformed(`statusCode is ${JSON.stringify(value)}, not the number of a final status`);
  }
  return status;
}

/** `multiValueHeaders` decides the spelling of a name, and comes first (R). */
function readHeaders(single: unknown, multiple: unknown): Headers {
  const headers: RawHeader[] = [];
  const spelled = readMultiple(multiple, headers);
  const singles = single === undefined || single === null ? {} : readObject(single, "headers");
  for (const name in singles) {
    const value = singles[name];
    if (value === null) continue;
    headers.push([spelled?.get(name.toLowerCase()) ?? name, scalar(value, "headers", name)]);
  }
  return sendable(headers);
}

/** Appends the headers, and gives their names by those in lower case. */
function readMultiple(multiple: unknown, headers: RawHeader[]): Map<string, string> | undefined {
  if (multiple === undefined || multiple === null) return undefined;
  const spelled = new Map<string, string>();
  for (const [name, values] of Object.entries(readObject(multiple, "multiValueHeaders"))) {
    if (!Array.isArray(values)) throw malformed(`multiValueHeaders["${name}"] is not a list`);
    for (const value of values) headers.push([name, scalar(value, "multiValueHeaders", name)]);
    spelled.set(name.toLowerCase(), name);
  }
  return spelled;
}

/** A name or value that would end its line, or is no header at all, is sent to nobody. */
function sendable(all: Headers): Headers {
  return all.map((header) => {
    const sent = asSent(header);
    if (sent === undefined) throw malformed(`the header ${JSON.stringify(header[0])} cannot be sent`);
    return sent;
  });
}

/** Text, and what AWS turns into text (R: `true` becomes "true"; numbers K). */
function scalar(value: unknown, where: string, name?: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  const place = name === undefined ? where : `${where}["${name}"]`;
  throw malformed(`${place} is ${JSON.stringify(value)}, not text`);
}

function readObject(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw malformed(`${where} is ${JSON.stringify(value)}, not an object`);
  return value;
}

/** What was read from JSON has no members but those that were written there. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(what: string): Refusal {
  return new Refusal(
    "malformed-proxy-response",
    `${what}; a proxy integration wants {"statusCode": 200, "headers": {…}, "body": "…"}`,
  );
}
