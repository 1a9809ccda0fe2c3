import { isRecord, member, textOf } from "./adapter.ts";
import { headerValues } from "./header.ts";
import { namedValues } from "./named-values.ts";
import { titleOf } from "./problem.ts";

/*
 * REST APIs send version 1.0 of the proxy event, which is what routes are served from. What HTTP APIs and function
 * URLs (version 2.0) and load balancers send is brought into that form, and the answer out of it: AWS, "Create
 * Lambda proxy integrations for HTTP APIs", "Invoking Lambda function URLs", "Lambda functions as targets".
 */

/** The event in version 1.0. That of a REST API, or of a custom integration, is returned as it is. */
export const toVersion1 = (event: unknown): unknown => {
  const http = member(member(event, "requestContext"), "http");
  if (isRecord(http)) return fromVersion2(event as object, http);
  return isLoadBalancer(event) ? fromLoadBalancer(event as object) : event;
};

const isLoadBalancer = (event: unknown): boolean =>
  member(member(event, "requestContext"), "elb") !== undefined;

const fromVersion2 = (event: object, http: Readonly<Record<string, unknown>>): unknown => {
  const context = member(event, "requestContext") as object;
  // The routeKey `$default` names no resource: then the path says which route is meant.
  const resource = /^\S+ (\/.*)$/.exec(text(member(event, "routeKey")))?.[1];
  const stage = `/${text(member(context, "stage"))}`;
  // HTTP APIs decode the path and its parameters (AWS: "Create routes for HTTP APIs", note), function URLs do not.
  const decoded = !/\.lambda-url\./.test(text(member(context, "domainName")));
  const encoded = (value: unknown) => (decoded ? text(value).replaceAll("%", "%25") : text(value));
  const path = encoded(member(event, "rawPath"));
  const parameters = Object.entries(record(member(event, "pathParameters")));
  const authorizer = member(context, "authorizer");
  const iam = member(authorizer, "iam");
  return {
    ...event,
    version: "1.0",
    httpMethod: http["method"],
    resource,
    path: path.startsWith(`${stage}/`) ? path.slice(stage.length) : path,
    pathParameters: Object.fromEntries(parameters.map(([name, value]) => [name, encoded(value)])),
    multiValueHeaders: { cookie: member(event, "cookies") },
    multiValueQueryStringParameters: namedValues(text(member(event, "rawQueryString")), (values) => values),
    requestContext: {
      ...http,
      ...context,
      http: undefined,
      httpMethod: http["method"],
      resourcePath: resource,
      requestTime: member(context, "time"),
      extendedRequestId: member(context, "requestId"),
      identity: { ...http, ...record(iam), caller: member(iam, "callerId"), user: member(iam, "userId") },
      authorizer: {
        ...record(authorizer),
        ...record(member(authorizer, "lambda")),
        ...record(member(authorizer, "jwt")),
      },
    },
  };
};

const fromLoadBalancer = (event: object): unknown => {
  const query = member(event, "multiValueQueryStringParameters") ?? member(event, "queryStringParameters");
  // Its query parameters come as they are in the URL: put together again, they are decoded as any.
  const encoded = Object.entries(record(query)).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}=${text(value)}`),
  );
  const path = member(event, "path");
  const httpMethod = member(event, "httpMethod");
  // Of the addresses, the load balancer itself has seen and added the last.
  const sourceIp = text(headerValues(event, "x-forwarded-for").at(-1)).split(",").at(-1)?.trim();
  return {
    ...event,
    multiValueQueryStringParameters: namedValues(encoded.join("&"), (values) => values),
    requestContext: {
      httpMethod,
      path,
      identity: { sourceIp, userAgent: headerValues(event, "user-agent")[0] },
    },
  };
};

const text = (value: unknown): string => textOf(value) ?? "";

const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

/** An answer to version 1.0: what every handler and middleware makes. */
interface Version1Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** The answer in the form that belongs to the event. */
export const answerFor = (event: unknown, answer: unknown): unknown => {
  if (!isRecord(answer)) return answer;
  if (isRecord(member(member(event, "requestContext"), "http"))) return toVersion2(answer as never);
  return isLoadBalancer(event) ? toLoadBalancer(event, answer as never) : answer;
};

const toVersion2 = ({ headers, multiValueHeaders = {}, ...rest }: Version1Answer): unknown => {
  const joined: Record<string, string> = { ...headers };
  let cookies: readonly string[] | undefined;
  for (const [name, values] of Object.entries(multiValueHeaders)) {
    if (/^set-cookie$/i.test(name)) cookies = values;
    else joined[name] = values.join(", ");
  }
  return { ...rest, headers: joined, ...(cookies && { cookies }) };
};

const toLoadBalancer = (
  event: unknown,
  { headers = {}, multiValueHeaders = {}, ...rest }: Version1Answer,
): unknown => {
  const statusDescription = `${rest.statusCode} ${titleOf(rest.statusCode)}`;
  // It takes the kind of headers that its target group is set to, which is the kind that it sends.
  if (isRecord(member(event, "multiValueHeaders"))) {
    const lists = Object.entries(headers).map(([name, value]) => [name, [value]]);
    return {
      ...rest,
      statusDescription,
      multiValueHeaders: { ...Object.fromEntries(lists), ...multiValueHeaders },
    };
  }
  const single: Record<string, string> = { ...headers };
  // Cookies cannot be put together. Header names have no case, but as members of a record they have.
  for (const [name, values] of Object.entries(multiValueHeaders))
    if (/^set-cookie$/i.test(name))
      for (const [index, value] of values.entries()) single[spelling(name, index)] = value;
    else single[name] = values.join(", ");
  return { ...rest, statusDescription, headers: single };
};

/** The name, written in another way for each index below 512. */
const spelling = (name: string, index: number): string => {
  let bit = 1;
  return name.toLowerCase().replace(/[a-z]/g, (letter) => {
    const upper = (index & bit) !== 0;
    bit *= 2;
    return upper ? letter.toUpperCase() : letter;
  });
};
