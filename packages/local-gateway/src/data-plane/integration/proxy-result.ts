import type { Headers } from "../headers.ts";
import { Refusal } from "../refusal.ts";
import { asSent } from "../wire-header.ts";

export interface ProxyResult extends ProxyHead {
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What comes before the body. */
export interface ProxyHead {
  readonly statusCode: number;
  readonly headers: Headers;
}

const members = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/** Rules as recorded in LocalStack's `test_aws_proxy_response_payload_format_validation`. */
export function readResult(payload: string): ProxyResult {
  const result = readMembers(payload, members);
  return {
    ...headOf(result),
    body: result["body"] === undefined || result["body"] === null ? "" : scalar(result["body"], "body"),
    isBase64Encoded: result["isBase64Encoded"] === true,
  };
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

function readMembers(payload: string, known: ReadonlySet<string>): Record<string, unknown> {
  const result = readObject(parse(payload), "the result");
  for (const name of Object.keys(result)) {
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
  const singles = Object.entries(single === undefined || single === null ? {} : readObject(single, "headers"))
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, scalar(value, `headers["${name}"]`)] as const);
  const multiples = Object.entries(
    multiple === undefined || multiple === null ? {} : readObject(multiple, "multiValueHeaders"),
  ).map(([name, values]) => {
    if (!Array.isArray(values)) throw malformed(`multiValueHeaders["${name}"] is not a list`);
    return [name, values.map((value) => scalar(value, `multiValueHeaders["${name}"]`))] as const;
  });
  const spelled = new Map(multiples.map(([name]) => [name.toLowerCase(), name] as const));
  const all = [
    ...multiples.flatMap(([name, values]) => values.map((value) => [name, value] as const)),
    ...singles.map(([name, value]) => [spelled.get(name.toLowerCase()) ?? name, value] as const),
  ];
  return sendable(all);
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
function scalar(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "number") return String(value);
  throw malformed(`${where} is ${JSON.stringify(value)}, not text`);
}

function readObject(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformed(`${where} is ${JSON.stringify(value)}, not an object`);
  }
  return Object.fromEntries(Object.entries(value));
}

function malformed(what: string): Refusal {
  return new Refusal(
    "malformed-proxy-response",
    `${what}; a proxy integration wants {"statusCode": 200, "headers": {…}, "body": "…"}`,
  );
}
