import type {
  TestInvokeAuthorizerRequest,
  TestInvokeAuthorizerResponse,
  TestInvokeMethodRequest,
  TestInvokeMethodResponse,
} from "@aws-sdk/client-api-gateway";
import { type AfterTransaction, afterTransaction } from "../after-transaction.ts";
import type { DeployedStage } from "../data-plane/deployed-stage.ts";
import { type Headers, multiValues, singleValues } from "../data-plane/mapping/headers.ts";
import { own } from "../own.ts";
import type { Checked } from "../protocol/checked.ts";
import { findAuthorizer, toAuthorizer } from "./authorizer.ts";
import { findClientCertificate } from "./client-certificate.ts";
import type { ApiGatewayContext } from "./context.ts";
import { liveModel } from "./deployment.ts";
import { badRequest } from "./errors.ts";
import { toSnapshot } from "./find-stage.ts";
import { findMethod } from "./method.ts";
import { toMethod } from "./method-view.ts";
import { resources } from "./records.ts";
import { findResource } from "./resource.ts";
import { pathOf } from "./resource-path.ts";
import { findRestApi, toRestApi } from "./rest-api.ts";

/**
 * Sends a simulated request through a method of the API as it is now, deployed or not (D, TestInvokeMethod; R
 * test_apigw_test_invoke_method_api). A method that the resource has for ANY is tried by each verb (K).
 */
export function TestInvokeMethod(
  input: Checked<TestInvokeMethodRequest>,
  context: ApiGatewayContext,
): AfterTransaction {
  const { restApiId, resourceId, httpMethod, clientCertificateId, stageVariables } = input;
  const found = findResource(context, restApiId, resourceId);
  const isThere = own(found.methods, httpMethod) !== undefined;
  const { resource, method } = findMethod(context, {
    restApiId,
    resourceId,
    httpMethod: isThere ? httpMethod : "ANY",
  });
  // K: the words are those of CreateDeployment
  if (method.methodIntegration === undefined) throw badRequest("No integration defined for method");
  if (clientCertificateId !== undefined) findClientCertificate(context, clientCertificateId);
  const path = pathOf(resource, context.store.list(resources, context.region, restApiId));
  const test = {
    ...context.caller,
    stage: liveStage(context, restApiId, "test-invoke-stage", stageVariables),
    resource: { id: resource.id, path },
    method: toMethod(method),
    httpMethod,
    pathWithQueryString: input.pathWithQueryString,
    headers: headersOf(input),
    body: input.body ?? "",
  };
  return afterTransaction(async (): Promise<TestInvokeMethodResponse> => {
    const { headers, ...result } = await context.tests.testMethod(test);
    return { ...result, headers: singleValues(headers), multiValueHeaders: multiValues(headers) };
  });
}

/** Asks an authorizer of the API as it is now who a simulated request is from (D, TestInvokeAuthorizer). */
export function TestInvokeAuthorizer(
  input: Checked<TestInvokeAuthorizerRequest>,
  context: ApiGatewayContext,
): AfterTransaction {
  const { restApiId, authorizerId, stageVariables, additionalContext } = input;
  const test = {
    ...context.caller,
    authorizer: toAuthorizer(findAuthorizer(context, restApiId, authorizerId)),
    // C: the methodArn of a test, `arn:aws:execute-api:…:API/ESTestInvoke-stage/GET/`
    stage: {
      ...liveStage(context, restApiId, "ESTestInvoke-stage", stageVariables),
      additionalContext: additionalContext ?? {},
    },
    pathWithQueryString: input.pathWithQueryString,
    headers: headersOf(input),
    body: input.body ?? "",
  };
  return afterTransaction(async (): Promise<TestInvokeAuthorizerResponse> => {
    const { claims, ...result } = await context.tests.testAuthorizer(test);
    return { ...result, ...(claims !== undefined && { claims: { ...claims } }) };
  });
}

/** Both maps together: a name in `multiValueHeaders` takes the place of the same in `headers` (K). */
function headersOf({
  headers = {},
  multiValueHeaders = {},
}: {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | undefined;
}): Headers {
  const single = Object.entries(headers).filter(([name]) => !Object.hasOwn(multiValueHeaders, name));
  const several = Object.entries(multiValueHeaders).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  return [...single, ...several];
}

function liveStage(
  context: ApiGatewayContext,
  restApiId: string,
  stageName: string,
  variables: Readonly<Record<string, string>> | undefined,
): DeployedStage {
  const record = findRestApi(context, restApiId);
  // Nobody gets a test's answer over the wire: it is not compressed.
  const { minimumCompressionSize: _, ...api } = toRestApi(record);
  return {
    accountId: context.accountId,
    region: context.region,
    api,
    stage: { stageName, ...(variables !== undefined && { variables: { ...variables } }) },
    snapshot: toSnapshot(liveModel(context, record), undefined),
    isCanaryRequest: undefined,
    authorizersFlushedAt: 0,
    cacheFlushedAt: 0,
    isEndpointDisabled: false,
    isTest: true,
    additionalContext: {},
  };
}
