import type { RawHeader } from "../../raw-http.ts";
import type { MethodRequest } from "../passing.ts";
import { isBinary } from "./binary-media-types.ts";
import { type Headers, lastValue, multiValues, singleValues } from "./headers.ts";

export interface ProxyEventSettings {
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly binaryMediaTypes: readonly string[];
  /** The root of the request's trace; undefined for a test, whose headers arrive as they are given. */
  readonly traceRoot: string | undefined;
}

/**
 * The event of a Lambda proxy integration, payload format 1.0: members, `null`s and encodings as recorded in
 * LocalStack's `test_lambda_aws_proxy_integration`.
 */
export function proxyEvent(request: MethodRequest, settings: ProxyEventSettings) {
  const headers = settings.traceRoot === undefined ? request.headers : forwarded(request, settings.traceRoot);
  const query = request.query.size === 0 ? undefined : [...request.query];
  const isBase64Encoded =
    request.body.byteLength > 0 && isBinary(lastValue(headers, "content-type"), settings.binaryMediaTypes);
  return {
    resource: request.resourcePath,
    // localstack/localstack#12296, from AWS: through a custom domain name nothing is taken off
    path: request.raw.basePath === undefined ? request.path : request.context.path,
    httpMethod: request.method,
    headers: orNull(singleValues(headers)),
    multiValueHeaders: orNull(multiValues(headers)),
    queryStringParameters: query
      ? Object.fromEntries(query.map(([name, values]) => [name, values.at(-1) ?? ""]))
      : null,
    multiValueQueryStringParameters: query ? Object.fromEntries(query) : null,
    pathParameters: orNull(request.pathParameters),
    stageVariables: orNull(settings.stageVariables),
    requestContext: request.context,
    body: request.body.byteLength === 0 ? null : bodyText(request.body, isBase64Encoded),
    isBase64Encoded,
  };
}

/** R: these arrive in this spelling however they were sent; all others keep theirs. */
const spelling: ReadonlyMap<string, string> = new Map([
  ["authorization", "Authorization"],
  ["host", "Host"],
  ["user-agent", "User-Agent"],
]);

/** What API Gateway says of the request in the place of what the caller says. */
const replaced: ReadonlySet<string> = new Set([
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

function forwarded(request: MethodRequest, traceRoot: string): Headers {
  const headers: RawHeader[] = [];
  let forwardedFor = "";
  for (const header of request.headers) {
    const [name, value] = header;
    const lowerCased = name.toLowerCase();
    // D, known issues: a signature was for API Gateway and goes no further
    if (lowerCased === "authorization" && value.startsWith("AWS4-")) continue;
    if (lowerCased === "x-forwarded-for") forwardedFor += `${value}, `;
    if (replaced.has(lowerCased)) continue;
    const spelled = spelling.get(lowerCased);
    headers.push(spelled === undefined ? header : [spelled, value]);
  }
  const { host, sourceIp } = request.raw;
  headers.push(
    ["X-Amzn-Trace-Id", `Root=${traceRoot}`],
    ["X-Forwarded-For", forwardedFor + sourceIp],
    ["X-Forwarded-Port", /:(\d+)$/.exec(host)?.[1] ?? "80"],
    ["X-Forwarded-Proto", "http"],
  );
  return headers;
}

function bodyText(body: Uint8Array, isBase64Encoded: boolean): string {
  // Not by a TextDecoder, which leaves out a byte order mark.
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(
    isBase64Encoded ? "base64" : "utf8",
  );
}

function orNull<T extends object>(members: T): T | null {
  for (const _ in members) return members;
  return null;
}
