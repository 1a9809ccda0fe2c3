import type { RequestContext } from "../context/request-context.ts";
import { type ProxyEventSettings, proxyEvent } from "../mapping/proxy-event.ts";
import type { RoutedRequest } from "../passing.ts";

/** What a TOKEN authorizer is given (D, input to a Lambda authorizer). */
export function tokenEvent(methodArn: string, authorizationToken: string) {
  return { type: "TOKEN", methodArn, authorizationToken };
}

/**
 * What a REQUEST authorizer is given: a proxy event without a body, where maps that have nothing are empty instead of
 * null (D, input to a Lambda authorizer).
 */
export function requestEvent(
  methodArn: string,
  request: RoutedRequest,
  context: RequestContext,
  settings: ProxyEventSettings,
) {
  const event = proxyEvent(
    { ...request, caller: { kind: "anonymous" }, apiKey: undefined, context },
    settings,
  );
  return {
    type: "REQUEST",
    methodArn,
    resource: event.resource,
    path: event.path,
    httpMethod: event.httpMethod,
    headers: event.headers ?? {},
    multiValueHeaders: event.multiValueHeaders ?? {},
    queryStringParameters: event.queryStringParameters ?? {},
    multiValueQueryStringParameters: event.multiValueQueryStringParameters ?? {},
    pathParameters: event.pathParameters ?? {},
    stageVariables: event.stageVariables ?? {},
    requestContext: event.requestContext,
  };
}
