import { fromBase64 } from "../base64.ts";
import type { Headers } from "../headers.ts";
import type { IntegrationAnswer, LambdaProxyRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { callFunction, type FunctionCaller } from "./call-function.ts";

/** Invokes the function and reads its result as an HTTP answer. */
export async function lambdaProxy(
  request: LambdaProxyRequest,
  caller: FunctionCaller,
): Promise<IntegrationAnswer> {
  const { payload, functionError } = await callFunction(request.call, caller);
  if (functionError !== undefined) {
    throw new Refusal("malformed-proxy-response", `the function failed: ${payload}`);
  }
  const result = readResult(payload);
  return {
    kind: "lambda-proxy",
    response: {
      status: result.statusCode,
      headers: result.headers,
      body:
        result.isBase64Encoded && request.binaryAccepted ? decoded(result.body) : Buffer.from(result.body),
    },
  };
}

function decoded(body: string): Uint8Array {
  const bytes = fromBase64(body);
  if (bytes === undefined) {
    throw new Refusal("configuration-error", "isBase64Encoded is true, and the body is not base64");
  }
  return bytes;
}

interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Headers;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const members = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/** Rules as recorded in LocalStack's `test_aws_proxy_response_payload_format_validation`. */
function readResult(payload: string): ProxyResult {
  const result = readObject(parse(payload), "the result");
  for (const name of Object.keys(result)) {
    if (!members.has(name)) throw malformed(`the result has the unknown member "${name}"`);
  }
  return {
    statusCode: readStatus(result["statusCode"]),
    headers: readHeaders(result["headers"], result["multiValueHeaders"]),
    body: result["body"] === undefined || result["body"] === null ? "" : scalar(result["body"], "body"),
    isBase64Encoded: result["isBase64Encoded"] === true,
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
  if (typeof status !== "number" || !Number.isInteger(status) || status < 100 || status > 999) {
    throw malformed(`statusCode is ${JSON.stringify(value)}, not a number of three digits`);
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
  const bad = all.find(
    ([name, value]) => !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) || /[\r\n\0]/.test(value),
  );
  if (bad !== undefined) throw malformed(`the header ${JSON.stringify(bad[0])} cannot be sent`);
  return all;
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
