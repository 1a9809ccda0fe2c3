import { bytesOf } from "../mapping/content-handling.ts";
import { lastValue, withHeader, withHeaders } from "../mapping/headers.ts";
import { methodName } from "../mapping/template.ts";
import { actingAs } from "../outbound/acting.ts";
import type { ServiceRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { refuseForbiddenHeaders } from "./forbidden-headers.ts";
import { completed, filledUri, type HttpRequestInput, methodOf, queryOf } from "./http-request.ts";
import { requestBody } from "./request-body.ts";
import { readServiceUri } from "./service-uri.ts";

/**
 * How services that take JSON name the operation of an `action` uri. C (tried out on AWS by LocalStack): API Gateway
 * sets `X-Amz-Target` for DynamoDB, Kinesis and Step Functions; for EventBridge, the integration has to map it.
 */
const targets: {
  readonly [service: string]: { readonly prefix: string; readonly type: string } | undefined;
} = {
  dynamodb: { prefix: "DynamoDB_20120810", type: "application/x-amz-json-1.0" },
  kinesis: { prefix: "Kinesis_20131202", type: "application/x-amz-json-1.1" },
  states: { prefix: "AWSStepFunctions", type: "application/x-amz-json-1.0" },
};

/** The call of an AWS service that is not an invocation of a function. It is not signed yet. */
export function serviceRequest(input: HttpRequestInput): ServiceRequest {
  const { request, stage, parameters } = input;
  const { integration } = request;
  const { payload, overrides } = requestBody(request, stage);
  const { path, querystring, header } = overrides.request;
  refuseForbiddenHeaders(header, request);
  const uri = filledUri(input, { ...parameters.path, ...path });
  const called = readServiceUri(uri);
  if (called === undefined) {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the uri "${uri}", which names no service: arn:aws:apigateway:REGION:SERVICE:action/OPERATION or …:path/PATH`,
    );
  }
  if (integration.credentials === undefined || integration.credentials === "") {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} with ${called.service} needs credentials: the ARN of a role that API Gateway acts as`,
    );
  }
  const { region, service, action } = called;
  const target = action === undefined || !Object.hasOwn(targets, service) ? undefined : targets[service];
  const own = withHeaders(Object.entries(parameters.header), Object.entries(header));
  const headers = completed(own, input);
  const targeted =
    target === undefined || lastValue(headers, "x-amz-target") !== undefined
      ? headers
      : withHeader(headers, "X-Amz-Target", `${target.prefix}.${action}`);
  const isTyped = lastValue(own, "content-type") !== undefined;
  const mapped = { ...parameters.querystring, ...querystring };
  const url = new URL(`https://${service}.${region}.amazonaws.com${called.path}`);
  url.search = [called.query, ...queryOf(Object.entries(mapped))].filter((part) => part !== "").join("&");
  return {
    kind: "service",
    service,
    region,
    action,
    acting: actingAs(integration.credentials, stage.stage.variables ?? {}, request.caller),
    call: {
      method: methodOf(request),
      url,
      path: url.pathname + url.search,
      headers: isTyped ? targeted : withHeader(targeted, "Content-Type", target?.type ?? "application/json"),
      body: bytesOf(payload),
      isUnverified: false,
      timeoutMilliseconds: integration.timeoutInMillis ?? 29_000,
    },
    overrides,
  };
}
