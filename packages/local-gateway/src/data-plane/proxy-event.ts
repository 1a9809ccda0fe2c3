import { isBinary } from "./binary-media-types.ts";
import { type Headers, lastValue, multiValues, singleValues, valuesOf, withHeaders } from "./headers.ts";
import type { MethodRequest } from "./passing.ts";
import type { RawHeader } from "./raw-http.ts";

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
  const query = [...request.query];
  const isBase64Encoded =
    request.body.byteLength > 0 && isBinary(lastValue(headers, "content-type"), settings.binaryMediaTypes);
  return {
    resource: request.resourcePath,
    path: `${request.raw.basePath ?? ""}${request.path}`,
    httpMethod: request.method,
    headers: orNull(singleValues(headers)),
    multiValueHeaders: orNull(multiValues(headers)),
    queryStringParameters: orNull(
      Object.fromEntries(query.map(([name, values]) => [name, values.at(-1) ?? ""])),
    ),
    multiValueQueryStringParameters: orNull(Object.fromEntries(query)),
    pathParameters: orNull(request.pathParameters),
    stageVariables: orNull(settings.stageVariables),
    requestContext: request.context,
    body: request.body.byteLength === 0 ? null : bodyText(request.body, isBase64Encoded),
    isBase64Encoded,
  };
}

/** R: these arrive in this spelling however they were sent; all others keep theirs. */
const spelling: Readonly<Record<string, string>> = {
  authorization: "Authorization",
  host: "Host",
  "user-agent": "User-Agent",
};

function forwarded(request: MethodRequest, traceRoot: string): Headers {
  const spelled: RawHeader[] = [];
  for (const [name, value] of request.headers) {
    const lowerCased = name.toLowerCase();
    // D, known issues: a signature was for API Gateway and goes no further
    if (lowerCased === "authorization" && value.startsWith("AWS4-")) continue;
    spelled.push([spelling[lowerCased] ?? name, value]);
  }
  const before = valuesOf(spelled, "x-forwarded-for");
  const port = /:(\d+)$/.exec(request.raw.host)?.[1] ?? "80";
  return withHeaders(spelled, [
    ["X-Amzn-Trace-Id", `Root=${traceRoot}`],
    ["X-Forwarded-For", [...before, request.raw.sourceIp].join(", ")],
    ["X-Forwarded-Port", port],
    ["X-Forwarded-Proto", "http"],
  ]);
}

function bodyText(body: Uint8Array, isBase64Encoded: boolean): string {
  return isBase64Encoded ? Buffer.from(body).toString("base64") : new TextDecoder().decode(body);
}

function orNull<T extends object>(members: T): T | null {
  return Object.keys(members).length === 0 ? null : members;
}
