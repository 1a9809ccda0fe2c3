import type { Context } from "aws-lambda/handler.js";
import { isRecord } from "./adapter.ts";
import { allSources } from "./read-input.ts";
import type { Declaration, Route, Shape } from "./route.ts";

/**
 * Makes the event that API Gateway would send for a call of the route: the proxy event, or what the generated
 * mapping template of a custom integration makes.
 */
export const event = <T extends Shape>(route: Route<string, T>, input: T["sent"]): unknown => {
  const sent = isRecord(input) ? input : {};
  return route.declaration.integration === "custom"
    ? customEvent(route.name, route.declaration, sent)
    : proxyEvent(route.declaration, sent);
};

/** A Lambda context with `remaining` milliseconds to go. */
export const lambdaContext = (remaining = 3000): Context => {
  const deadline = Date.now() + remaining;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: "test",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:test",
    memoryLimitInMB: "128",
    awsRequestId: "00000000-0000-4000-8000-000000000000",
    logGroupName: "/aws/lambda/test",
    logStreamName: "test",
    getRemainingTimeInMillis: () => deadline - Date.now(),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
};

type Sent = Readonly<Record<string, unknown>>;

const requestId = "test-request";

const customEvent = (name: string, declaration: Declaration, sent: Sent): unknown => {
  const cookies: string[] = [];
  const event: Record<string, unknown> = {};
  for (const { key, kind, name: wire, value } of inputs(declaration, sent)) {
    if (kind === "cookie") cookies.push(`${wire}=${value}`);
    else event[key] = kind === "body" ? value : String(value);
  }
  if (cookies.length > 0) event["@cookie"] = cookies.join("; ");
  return { ...event, "@": { route: name, id: requestId } };
};

const proxyEvent = (declaration: Declaration, sent: Sent): unknown => {
  const pathValues: Record<string, string> = {};
  const queries: Record<string, string[]> = {};
  const headers: Record<string, string[]> = {};
  const cookies: string[] = [];
  let body: string | null = null;
  for (const { kind, name, value } of inputs(declaration, sent)) {
    const texts = Array.isArray(value) ? value.map(String) : [String(value)];
    if (kind === "path") pathValues[name] = encodeURIComponent(String(value));
    else if (kind === "query") queries[name] = texts;
    else if (kind === "header") headers[name] = texts;
    else if (kind === "cookie") cookies.push(`${name}=${value}`);
    else if (kind === "body") {
      body = JSON.stringify(value);
      headers["Content-Type"] = ["application/json"];
    }
  }
  if (cookies.length > 0) headers["Cookie"] = [cookies.join("; ")];
  return {
    resource: declaration.path,
    path: declaration.path.replaceAll(/\{([^}+]*)\+?\}/g, (_, name: string) => pathValues[name] ?? ""),
    httpMethod: declaration.method,
    headers: lastOf(headers),
    multiValueHeaders: nullIfEmpty(headers),
    queryStringParameters: lastOf(queries),
    multiValueQueryStringParameters: nullIfEmpty(queries),
    pathParameters: nullIfEmpty(pathValues),
    stageVariables: null,
    requestContext: {
      accountId: "123456789012",
      apiId: "test",
      extendedRequestId: requestId,
      httpMethod: declaration.method,
      identity: { sourceIp: "127.0.0.1", userAgent: "test", userArn: null },
      path: declaration.path,
      protocol: "HTTP/1.1",
      requestId,
      resourcePath: declaration.path,
      stage: "test",
    },
    body,
    isBase64Encoded: false,
  };
};

/** What was sent, by source and by the name on the wire. */
const inputs = (declaration: Declaration, sent: Sent) =>
  allSources(declaration).flatMap(([key, { kind, name }]) => {
    const value = sent[key];
    return value === undefined || kind === "context"
      ? []
      : [{ key, kind, name: name === "" ? key : name, value }];
  });

const lastOf = (lists: Readonly<Record<string, readonly string[]>>): Record<string, string> | null =>
  nullIfEmpty(Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? ""])));

/** API Gateway sends `null` for a map without members. */
const nullIfEmpty = <T extends object>(map: T): T | null => (Object.keys(map).length > 0 ? map : null);
