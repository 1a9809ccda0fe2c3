import { isBinary } from "./binary-media-types.ts";
import type { DeployedStage } from "./deployed-stage.ts";
import { lastValue } from "./headers.ts";
import { functionArnOf, withStageVariables } from "./lambda-uri.ts";
import { type MappedParameters, mapRequestParameters } from "./parameter-mapping.ts";
import type { IntegrationRequest, LambdaCall, MethodRequest, Overrides } from "./passing.ts";
import { proxyEvent } from "./proxy-event.ts";
import { Refusal } from "./refusal.ts";
import type { RequestIds } from "./request-context.ts";
import { methodName, noOverrides, type Rendered, renderTemplate } from "./template.ts";
import { printTraceId } from "./trace-id.ts";

export interface IntegrationRequestInput {
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
}

/** Maps parameters, chooses and renders the request template, and says what the integration is to do. */
export function integrationRequest(input: IntegrationRequestInput): IntegrationRequest {
  const { request, stage, ids } = input;
  const { integration } = request;
  const stageVariables = stage.stage.variables ?? {};
  const parameters = mapRequestParameters(integration.requestParameters ?? {}, request, {
    context: request.context,
    stageVariables,
  });
  refuseForbiddenHeaders(parameters, request);
  switch (integration.type) {
    case "AWS_PROXY": {
      const binaryMediaTypes = stage.api.binaryMediaTypes ?? [];
      const event = proxyEvent(request, { stageVariables, binaryMediaTypes, traceRoot: ids.trace.root });
      return {
        kind: "lambda-proxy",
        call: lambdaCall(input, JSON.stringify(event)),
        binaryAccepted: isBinary(lastValue(request.headers, "accept"), binaryMediaTypes),
      };
    }
    case "AWS": {
      refuseAsynchronous(parameters, request);
      const { text, overrides } = renderedBody(input, parameters);
      return {
        kind: "lambda",
        call: lambdaCall(input, text.trim() === "" ? "{}" : text),
        overrides,
      };
    }
    case "MOCK": {
      const { text, overrides } = renderedBody(input, parameters);
      return { kind: "mock", body: text, overrides };
    }
    default:
      throw new Refusal(
        "configuration-error",
        `${methodName(request)} has an integration of type ${integration.type}; the local gateway runs AWS_PROXY, AWS (Lambda) and MOCK`,
      );
  }
}

/**
 * R test_apigateway_header_remapping_{http,aws}: mapping one of these is a 500, for AWS_PROXY too, which
 * otherwise ignores mappings.
 */
const forbiddenEverywhere = ["content-length", "transfer-encoding", "x-amzn-trace-id"];
const forbiddenForAws = [
  ...forbiddenEverywhere,
  "authorization",
  "connection",
  "expect",
  "proxy-authenticate",
  "te",
];

function refuseForbiddenHeaders({ header }: MappedParameters, request: MethodRequest): void {
  const { type } = request.integration;
  const forbidden = type === "AWS" || type === "AWS_PROXY" ? forbiddenForAws : forbiddenEverywhere;
  const name = Object.keys(header).find((name) => forbidden.includes(name.toLowerCase()));
  if (name !== undefined) {
    throw new Refusal(
      "configuration-error",
      `the request parameters of ${methodName(request)} map the header ${name}, which API Gateway does not allow`,
    );
  }
}

function refuseAsynchronous({ header }: MappedParameters, request: MethodRequest): void {
  const type = Object.entries(header).find(([name]) => name.toLowerCase() === "x-amz-invocation-type")?.[1];
  if (type !== undefined && type !== "RequestResponse") {
    throw new Refusal(
      "configuration-error",
      `${methodName(request)} asks for invocation type ${type}; the local gateway runs functions synchronously only`,
    );
  }
}

function renderedBody({ request, stage }: IntegrationRequestInput, parameters: MappedParameters): Rendered {
  const template = requestTemplateFor(request);
  const body = bodyAsText(request, stage.api.binaryMediaTypes ?? []);
  const overrides: Overrides = { ...noOverrides, request: parameters };
  if (template === undefined || template === "") return { text: body, overrides };
  return renderTemplate(template, `the request template for ${request.contentType}`, {
    body,
    request,
    stageVariables: stage.stage.variables ?? {},
    overrides,
  });
}

/**
 * The template for the request's media type, or undefined to pass the body through; a 415 where
 * `passthroughBehavior` forbids that (D, integration passthrough behaviors).
 */
function requestTemplateFor(request: MethodRequest): string | undefined {
  const { requestTemplates = {}, passthroughBehavior = "WHEN_NO_MATCH" } = request.integration;
  const template = requestTemplates[request.contentType] ?? requestTemplates["$default"];
  if (template !== undefined) return template;
  const types = Object.keys(requestTemplates);
  const refused =
    passthroughBehavior === "NEVER" || (passthroughBehavior === "WHEN_NO_TEMPLATES" && types.length > 0);
  if (refused) {
    throw new Refusal(
      "unsupported-media-type",
      `${methodName(request)} has no request template for ${request.contentType} (it has: ${types.join(", ") || "none"}) and passthroughBehavior ${passthroughBehavior}`,
    );
  }
  return undefined;
}

/** Binary media types come as base64 with CONVERT_TO_TEXT (D, content type conversions); all else is UTF-8. */
function bodyAsText(request: MethodRequest, binaryMediaTypes: readonly string[]): string {
  const binary = isBinary(lastValue(request.headers, "content-type"), binaryMediaTypes);
  if (binary && request.integration.contentHandling === "CONVERT_TO_TEXT") {
    return Buffer.from(request.body).toString("base64");
  }
  return new TextDecoder().decode(request.body);
}

function lambdaCall({ request, stage, ids }: IntegrationRequestInput, payload: string): LambdaCall {
  const { integration } = request;
  const uri = withStageVariables(integration.uri ?? "", stage.stage.variables ?? {});
  const functionArn = functionArnOf(uri);
  if (functionArn === undefined) {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the uri "${uri}"; the local gateway calls functions only: arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations`,
    );
  }
  // R test_lambda_aws_proxy_integration_non_post_method
  if (integration.type === "AWS_PROXY" && integration.httpMethod !== "POST") {
    throw new Refusal(
      "configuration-error",
      `the integration of ${methodName(request)} has the HTTP method ${integration.httpMethod}; functions are called with POST`,
    );
  }
  return {
    functionArn,
    payload,
    requestId: ids.requestId,
    traceId: printTraceId(ids.trace),
    invokedBy:
      integration.credentials === undefined
        ? { kind: "api", sourceArn: sourceArn(request, stage) }
        : { kind: "role", roleArn: withStageVariables(integration.credentials, stage.stage.variables ?? {}) },
    timeoutMilliseconds: integration.timeoutInMillis ?? 29_000,
  };
}

/** The ARN that a function's policy has to allow: `…:API/STAGE/METHOD/path`, path variables as `*`. */
function sourceArn(request: MethodRequest, { accountId, region }: DeployedStage): string {
  const { apiId, stage } = request.context;
  const path = request.resourcePath.replaceAll(/\{[^}]*\}/g, "*");
  return `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${request.method}${path}`;
}
