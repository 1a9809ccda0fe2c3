import { isRecord } from "../adapter.ts";
import { allSources } from "../read-input.ts";
import type { Declaration } from "../route.ts";

/**
 * Where an event comes from: a REST API (`rest`), an HTTP API with payload 2.0
 * (`http`), a function URL (`url`), or a load balancer, without (`alb`) or with (`alb-multi`) multi-value headers.
 */
export type EventShape = "rest" | "http" | "url" | "alb" | "alb-multi";

export interface EventOptions {
  /** Default `rest`. */
  readonly shape?: EventShape;
  /**
   * What API Gateway says of the call, by the name below `$context`: `{ "authorizer.user": "ann" }`. In the events of
   * REST APIs and of custom integrations. A route with `auth: "iam"` or `"apiKey"` has a caller without it.
   */
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  /** By name. In the events of REST APIs and HTTP APIs. */
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/** The event of one call, in the shape that is asked for; that of a custom integration has only its own. */
export const eventOf = (
  name: string,
  declaration: Declaration,
  input: unknown,
  { shape = "rest", context, stageVariables = {} }: EventOptions = {},
): unknown => {
  const sent = isRecord(input) ? input : {};
  const said = { ...callerOf(declaration), ...context };
  if (declaration.integration === "custom") return custom(name, declaration, sent, said);
  return shapes[shape]({ ...requestOf(declaration, sent), context: said, stageVariables });
};

/** What API Gateway says of any caller that it lets in. */
const callerOf = ({ auth }: Declaration): Context =>
  auth === "iam"
    ? {
        "identity.accountId": "123456789012",
        "identity.caller": "AIDATEST",
        "identity.user": "AIDATEST",
        "identity.userArn": "arn:aws:iam::123456789012:user/test",
      }
    : auth === "apiKey"
      ? { "identity.apiKeyId": "test" }
      : {};

type Context = NonNullable<EventOptions["context"]>;

const requestId = "test-request";

/** A request, before a service makes an event of it. Everything is in the form that a browser would send. */
interface Request {
  readonly method: string;
  readonly resource: string;
  /** Encoded, as in a URL. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly cookies: readonly string[];
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly context: Context;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

const requestOf = (
  declaration: Declaration,
  sent: Readonly<Record<string, unknown>>,
): Omit<Request, "context" | "stageVariables"> => {
  const parameters: Record<string, string> = {};
  const query: [string, string][] = [];
  const headers: Record<string, readonly string[]> = {};
  const cookies: string[] = [];
  let body: string | null = null;
  let isBase64Encoded = false;
  for (const { kind, name, contentType, value } of inputs(declaration, sent)) {
    const texts = [value].flat().map(String);
    if (kind === "path") parameters[name] = encodeURIComponent(String(value));
    else if (kind === "query") query.push(...texts.map((text): [string, string] => [name, text]));
    else if (kind === "header") headers[name] = texts;
    else if (kind === "cookie") cookies.push(`${name}=${value}`);
    else if (kind === "body") {
      body = JSON.stringify(value);
      headers["Content-Type"] = ["application/json"];
    } else if (kind === "form") {
      body = formOf(value);
      headers["Content-Type"] = ["application/x-www-form-urlencoded"];
    } else if (kind === "binary" && value instanceof Uint8Array) {
      body = Buffer.from(value).toString("base64");
      isBase64Encoded = true;
      headers["Content-Type"] = [contentType ?? "application/octet-stream"];
    }
  }
  return {
    method: declaration.method === "ANY" ? "GET" : declaration.method,
    resource: declaration.path,
    path: declaration.path.replaceAll(/\{([^}+]*)\+?\}/g, (_, name: string) => parameters[name] ?? ""),
    parameters,
    query,
    headers,
    cookies,
    body,
    isBase64Encoded,
  };
};

const formOf = (value: unknown): string => {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(isRecord(value) ? value : {}))
    for (const one of [values].flat()) form.append(name, String(one));
  return form.toString();
};

const rest = (request: Request): unknown => {
  const { method, resource, path, parameters, query, stageVariables, body, isBase64Encoded } = request;
  const headers = withCookies(request);
  return {
    resource,
    path,
    httpMethod: method,
    headers: nullIfEmpty(mapValues(headers, lastOf)),
    multiValueHeaders: nullIfEmpty(headers),
    queryStringParameters: nullIfEmpty(mapValues(grouped(query), lastOf)),
    multiValueQueryStringParameters: nullIfEmpty(grouped(query)),
    pathParameters: nullIfEmpty(parameters),
    stageVariables: nullIfEmpty(stageVariables),
    requestContext: withMembers(
      {
        accountId: "123456789012",
        apiId: "test",
        extendedRequestId: requestId,
        httpMethod: method,
        identity: { sourceIp: "127.0.0.1", userAgent: "test", userArn: null },
        path,
        protocol: "HTTP/1.1",
        requestId,
        resourcePath: resource,
        stage: "test",
      },
      request.context,
    ),
    body,
    isBase64Encoded,
  };
};

/** The record with some members set, each by its path: `identity.userArn`. */
const withMembers = (
  record: Readonly<Record<string, unknown>>,
  members: Context,
): Record<string, unknown> => {
  const made = structuredClone(record) as Record<string, unknown>;
  for (const [path, value] of Object.entries(members)) {
    const [last = "", ...above] = path.split(".").reverse();
    const parent = above.reverse().reduce((into, name) => {
      const below = isRecord(into[name]) ? (into[name] as Record<string, unknown>) : {};
      into[name] = below;
      return below;
    }, made);
    parent[last] = value;
  }
  return made;
};

const http = (request: Request): Record<string, unknown> => {
  const { method, resource, path, parameters, query, headers, cookies, stageVariables, body } = request;
  return {
    version: "2.0",
    routeKey: `${method} ${resource}`,
    rawPath: decodeURIComponent(path),
    rawQueryString: new URLSearchParams(
      query.map(([name, value]): [string, string] => [name, value]),
    ).toString(),
    ...(cookies.length > 0 && { cookies }),
    headers: mapValues(lowerCased(headers), (values) => values.join(",")),
    queryStringParameters: mapValues(grouped(query), (values) => values.join(",")),
    ...(Object.keys(parameters).length > 0 && {
      pathParameters: mapValues(parameters, decodeURIComponent),
    }),
    ...(Object.keys(stageVariables).length > 0 && { stageVariables }),
    requestContext: {
      accountId: "123456789012",
      apiId: "test",
      domainName: "test.execute-api.us-east-1.amazonaws.com",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      requestId,
      routeKey: `${method} ${resource}`,
      stage: "$default",
      time: "21/Nov/2026:12:00:00 +0000",
    },
    ...(body !== null && { body }),
    isBase64Encoded: request.isBase64Encoded,
  };
};

const url = (request: Request): unknown => {
  const { pathParameters: _, stageVariables: __, ...event } = http(request);
  return {
    ...event,
    routeKey: "$default",
    rawPath: request.path,
    requestContext: {
      ...(event["requestContext"] as object),
      domainName: "test.lambda-url.us-east-1.on.aws",
      routeKey: "$default",
    },
  };
};

const loadBalancer =
  (multiple: boolean) =>
  (request: Request): unknown => {
    const { method, path, query, body, isBase64Encoded } = request;
    const headers = {
      ...lowerCased(withCookies(request)),
      "x-forwarded-for": ["127.0.0.1"],
      "user-agent": ["test"],
    };
    const encoded = grouped(
      query.map(([name, value]) => [encodeURIComponent(name), encodeURIComponent(value)]),
    );
    return {
      requestContext: {
        elb: { targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/test" },
      },
      httpMethod: method,
      path,
      ...(multiple
        ? { multiValueHeaders: headers, multiValueQueryStringParameters: encoded }
        : { headers: mapValues(headers, lastOf), queryStringParameters: mapValues(encoded, lastOf) }),
      body: body ?? "",
      isBase64Encoded,
    };
  };

const shapes: Readonly<Record<EventShape, (request: Request) => unknown>> = {
  rest,
  http,
  url,
  alb: loadBalancer(false),
  "alb-multi": loadBalancer(true),
};

const custom = (
  name: string,
  declaration: Declaration,
  sent: Readonly<Record<string, unknown>>,
  context: Context,
): unknown => {
  const cookies: string[] = [];
  const event: Record<string, unknown> = {};
  for (const { key, kind, name: wire, value } of inputs(declaration, sent)) {
    if (kind === "cookie") cookies.push(`${wire}=${value}`);
    else event[key] = kind === "body" ? value : String(value);
  }
  for (const [key, source] of allSources(declaration)) {
    const said = source.kind === "context" ? context[source.name] : undefined;
    // A template has `$context` values as text.
    if (said !== undefined) event[key] = String(said);
  }
  if (cookies.length > 0) event["@cookie"] = cookies.join("; ");
  return { ...event, "@": { route: name, id: requestId } };
};

/** What was sent, by source and by the name on the wire. */
const inputs = (declaration: Declaration, sent: Readonly<Record<string, unknown>>) =>
  allSources(declaration).flatMap(([key, { kind, name, contentType }]) => {
    const value = sent[key];
    return value === undefined || kind === "context" || kind === "stageVariable"
      ? []
      : [{ key, kind, name: name || key, contentType, value }];
  });

const withCookies = ({ headers, cookies }: Request): Readonly<Record<string, readonly string[]>> =>
  cookies.length > 0 ? { ...headers, Cookie: [cookies.join("; ")] } : headers;

const grouped = (pairs: Request["query"]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    pairs.map(([name]) => [name, pairs.flatMap(([other, value]) => (other === name ? [value] : []))]),
  );

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

const lowerCased = <A>(record: Readonly<Record<string, A>>): Record<string, A> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));

const lastOf = (values: readonly string[]): string => values.at(-1) ?? "";

/** API Gateway sends `null` for a map without members. */
const nullIfEmpty = <T extends object>(map: T): T | null => (Object.keys(map).length > 0 ? map : null);
