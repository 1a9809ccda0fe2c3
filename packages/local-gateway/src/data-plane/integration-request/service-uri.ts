/** What an integration uri of an AWS service names (D, PutIntegration). */
export interface ServiceUri {
  readonly region: string;
  /** Such as `sqs`, or `abc.appsync-api` with a subdomain. */
  readonly service: string;
  /** Of an `action` uri: the operation. */
  readonly action?: string;
  /** Not decoded; starts with "/". */
  readonly path: string;
  /** Without the "?". */
  readonly query: string;
}

/**
 * Reads `arn:aws:apigateway:{region}:{subdomain.service|service}:path|action/{service_api}`: the path of a service's
 * API, or an operation with its parameters (`GetObject&Bucket={bucket}&Key={key}`); undefined for anything else.
 */
export function readServiceUri(uri: string): ServiceUri | undefined {
  const [, region = "", service = "", kind, rest = ""] =
    /^arn:[^:]+:apigateway:([a-z0-9-]+):([a-z0-9.-]+):(path|action)\/(.*)$/is.exec(uri) ?? [];
  if (kind === undefined) return undefined;
  if (kind === "path") {
    const [path = "", ...query] = rest.split("?");
    return { region, service, path: `/${path}`, query: query.join("?") };
  }
  const [action = "", ...parameters] = rest.split(/[&?]/);
  // C: what an execution log says of such a request: `https://sqs.us-east-1.amazonaws.com/?Action=SendMessage`
  return { region, service, action, path: "/", query: [`Action=${action}`, ...parameters].join("&") };
}

/** Whether an AWS integration's uri is that of anything but a function's invocation. */
export function isServiceUri(uri: string): boolean {
  return !uri.endsWith("invocations");
}
