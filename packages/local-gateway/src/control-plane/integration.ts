import type {
  DeleteIntegrationRequest,
  GetIntegrationRequest,
  Integration,
  PutIntegrationRequest,
  UpdateIntegrationRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { accessDenied, badRequest, notFound } from "./errors.ts";
import { integrationPatch } from "./integration-patch.ts";
import { checkIntegrationRequestParameters } from "./mapping-expression.ts";
import { checkTemplates } from "./mapping-template.ts";
import { findMethod, type MethodName, putMethodRecord } from "./method.ts";
import { toIntegration } from "./method-view.ts";
import { applyPatch } from "./patch.ts";
import type { IntegrationRecord, MethodRecord } from "./records.ts";

const lambdaOrFirehose =
  /^arn:[^:]+:apigateway:[^:]+:(?:lambda:path\/(?:2015-03-31|2021-11-15)\/functions\/|firehose:action\/)/;

export function PutIntegration(
  input: Checked<PutIntegrationRequest>,
  context: ApiGatewayContext,
): Integration {
  checkTemplates(input.requestTemplates);
  return putIntegration(input, context);
}

/**
 * PutIntegration without a look at the templates. The checks and defaults are recorded
 * (test_put_integration_validation, test_put_integration_aws_proxy_uri).
 */
export function putIntegration(
  input: Checked<PutIntegrationRequest>,
  context: ApiGatewayContext,
): Integration {
  const { method } = findMethod(context, input);
  const isHttp = input.type === "HTTP" || input.type === "HTTP_PROXY";
  const isMock = input.type === "MOCK";
  return write(context, input, method, {
    type: input.type,
    passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: input.timeoutInMillis ?? 29_000,
    cacheNamespace: input.cacheNamespace ?? input.resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
    httpMethod: input.integrationHttpMethod,
    uri: isMock ? undefined : input.uri,
    connectionType: isHttp ? (input.connectionType ?? "INTERNET") : input.connectionType,
    connectionId: input.connectionId,
    credentials: input.credentials,
    requestParameters: input.requestParameters,
    requestTemplates: input.requestTemplates,
    contentHandling: input.contentHandling,
    tlsConfig: input.tlsConfig,
    responseTransferMode: input.responseTransferMode,
    integrationTarget: input.integrationTarget,
  });
}

export function GetIntegration(
  input: Checked<GetIntegrationRequest>,
  context: ApiGatewayContext,
): Integration {
  return toIntegration(integrationOf(findMethod(context, input).method));
}

export function UpdateIntegration(
  input: Checked<UpdateIntegrationRequest>,
  context: ApiGatewayContext,
): Integration {
  const { method } = findMethod(context, input);
  const record = applyPatch(integrationPatch, integrationOf(method), input.patchOperations);
  checkTemplates(record.requestTemplates);
  return write(context, input, method, record);
}

export function DeleteIntegration(
  input: Checked<DeleteIntegrationRequest>,
  context: ApiGatewayContext,
): void {
  const { resource, method } = findMethod(context, input);
  integrationOf(method);
  putMethodRecord(context, input.restApiId, resource, { ...method, methodIntegration: undefined });
}

/** R: the message (test_get_integration_non_existent). */
export function integrationOf(method: MethodRecord): IntegrationRecord {
  if (method.methodIntegration === undefined) throw notFound("Invalid Integration identifier specified");
  return method.methodIntegration;
}

function write(
  context: ApiGatewayContext,
  name: MethodName,
  before: MethodRecord,
  record: IntegrationRecord,
): Integration {
  checkHttpMethod(record);
  checkCredentials(record, context.accountId);
  checkEndpoint(record);
  checkTimeout(record);
  checkTransferMode(record);
  checkIntegrationRequestParameters(record.requestParameters, before);
  const { resource, method } = findMethod(context, name);
  putMethodRecord(context, name.restApiId, resource, { ...method, methodIntegration: record });
  return toIntegration(record);
}

function checkHttpMethod({ type, httpMethod = "" }: IntegrationRecord): void {
  if (type !== "MOCK" && httpMethod === "") {
    throw badRequest("Enumeration value for HttpMethod must be non-empty");
  }
}

/** The role's account is the caller's, or a `*` that stands for it. The message is AWS's (moto, checked against it). */
function checkCredentials({ type, credentials }: IntegrationRecord, accountId: string): void {
  const [, roleAccount = accountId] = /^arn:[^:]*:iam::([^:]*):/.exec(credentials ?? "") ?? [];
  const isAws = type === "AWS" || type === "AWS_PROXY";
  if (isAws && roleAccount !== accountId && roleAccount !== "*") {
    throw accessDenied("Cross-account pass role is not allowed.");
  }
}

function checkEndpoint({ type, credentials, uri = "" }: IntegrationRecord): void {
  if (type === "MOCK") return;
  if (type === "HTTP" || type === "HTTP_PROXY") {
    if (!/^https?:\/\/[^/\s]+/.test(uri) && !uri.includes("${stageVariables.")) {
      throw badRequest("Invalid HTTP endpoint specified for URI");
    }
    return;
  }
  if (!/^arn:(?:[^:]*:){4}./.test(uri)) throw badRequest("Invalid ARN specified in the request");
  if (!/^arn:(?:[^:]*:){4}(?:path|action)\//.test(uri)) {
    throw badRequest("AWS ARN for integration must contain path or action");
  }
  if (type === "AWS_PROXY" && !lambdaOrFirehose.test(uri)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
  // Seen for S3 (moto, checked against AWS); that other services demand it as well is not, so they are let pass.
  if (credentials === undefined && /^arn:[^:]+:apigateway:[^:]+:s3:/.test(uri)) {
    throw badRequest("Role ARN must be specified for AWS integrations");
  }
}

/** D: 50 ms to 29 s; longer is granted for a Region on request. The words are general knowledge. */
function checkTimeout({ timeoutInMillis, responseTransferMode }: IntegrationRecord): void {
  // D: "Stream the integration response": 15 minutes.
  const most = responseTransferMode === "STREAM" ? 900_000 : 29_000;
  if (!Number.isInteger(timeoutInMillis) || timeoutInMillis < 50 || timeoutInMillis > most) {
    throw badRequest(`Timeout should be between 50 ms and ${most} ms`);
  }
}

/** D: streaming is for proxy types only (response-transfer-mode). The words are ours. */
function checkTransferMode({ type, responseTransferMode }: IntegrationRecord): void {
  if (responseTransferMode === "STREAM" && type !== "AWS_PROXY" && type !== "HTTP_PROXY") {
    throw badRequest(
      "Response transfer mode STREAM is only supported for AWS_PROXY and HTTP_PROXY integrations",
    );
  }
}
