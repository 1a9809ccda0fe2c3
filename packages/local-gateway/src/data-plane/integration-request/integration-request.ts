import type { RequestIds } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { isBinary } from "../mapping/binary-media-types.ts";
import { textOf } from "../mapping/content-handling.ts";
import { type Headers, lastValue } from "../mapping/headers.ts";
import { mapRequestParameters } from "../mapping/parameter-mapping.ts";
import { proxyEvent } from "../mapping/proxy-event.ts";
import { methodName } from "../mapping/template.ts";
import type { IntegrationRequest, MethodRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { refuseForbiddenHeaders } from "./forbidden-headers.ts";
import { httpProxyRequest, httpRequest } from "./http-request.ts";
import { lambdaCall } from "./lambda-call.ts";
import { requestBody } from "./request-body.ts";
import { serviceRequest } from "./service-request.ts";
import { isServiceUri } from "./service-uri.ts";
import { transferOf } from "./transfer.ts";

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
  refuseForbiddenHeaders(parameters.header, request);
  switch (integration.type) {
    case "AWS_PROXY": {
      const binaryMediaTypes = stage.api.binaryMediaTypes ?? [];
      const event = proxyEvent(request, {
        stageVariables,
        binaryMediaTypes,
        traceRoot: stage.isTest ? undefined : ids.trace.root,
      });
      return {
        kind: "lambda-proxy",
        call: lambdaCall(input, JSON.stringify(event)),
        transfer: transferOf(integration, stage),
        binaryAccepted: isBinary(lastValue(request.headers, "accept"), binaryMediaTypes),
      };
    }
    case "AWS": {
      if (isServiceUri(integration.uri ?? "")) return serviceRequest({ ...input, parameters });
      const { payload, overrides } = requestBody(request, stage);
      refuseForbiddenHeaders(overrides.request.header, request);
      const text = textOf(payload);
      return {
        kind: "lambda",
        call: lambdaCall(input, text.trim() === "" ? "{}" : text),
        body: text,
        isAsynchronous: isAsynchronous(
          [...Object.entries(parameters.header), ...Object.entries(overrides.request.header)],
          request,
        ),
        overrides,
      };
    }
    case "HTTP":
      return httpRequest({ ...input, parameters });
    case "HTTP_PROXY":
      return httpProxyRequest({ ...input, parameters });
    case "MOCK": {
      const { payload, overrides } = requestBody(request, stage);
      return { kind: "mock", body: textOf(payload), overrides };
    }
    default:
      throw new Refusal(
        "configuration-error",
        `${methodName(request)} has an integration of type ${integration.type}; there are AWS_PROXY, AWS, HTTP_PROXY, HTTP and MOCK`,
      );
  }
}

/** D, "Set up asynchronous invocation of the backend Lambda function": the header, mapped to `'Event'`. */
function isAsynchronous(headers: Headers, request: MethodRequest): boolean {
  const type = lastValue(headers, "x-amz-invocation-type") ?? "RequestResponse";
  if (type !== "Event" && type !== "RequestResponse") {
    throw new Refusal(
      "configuration-error",
      `${methodName(request)} asks for invocation type ${type}; there are RequestResponse and Event`,
    );
  }
  return type === "Event";
}
