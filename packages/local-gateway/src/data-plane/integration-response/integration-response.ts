import type { IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { errorText } from "../../error-text.ts";
import { oncePer } from "../../once-per.ts";
import { isEmpty, own } from "../../own.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { acceptedType } from "../mapping/accepted-type.ts";
import { isBinary } from "../mapping/binary-media-types.ts";
import { bytesOf, convertResponse, type WholePayload } from "../mapping/content-handling.ts";
import { type Headers, lastValue, withHeader } from "../mapping/headers.ts";
import { mapResponseHeaders } from "../mapping/parameter-mapping.ts";
import { matchesWhole } from "../mapping/selection-pattern.ts";
import { methodName, renderTemplate, responseTemplateFor, type TemplateInput } from "../mapping/template.ts";
import type {
  HttpAnswer,
  IntegrationAnswer,
  MethodAnswer,
  MethodRequest,
  Overrides,
  ResponseOverride,
} from "../passing.ts";
import { Refusal } from "../refusal.ts";

export interface IntegrationResponseInput {
  readonly answer: IntegrationAnswer;
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
}

/** Chooses the integration response, renders its template and maps its headers; a proxy's answer passes. */
export function integrationResponse({ answer, request, stage }: IntegrationResponseInput): MethodAnswer {
  if (answer.kind === "lambda-proxy") return { kind: "proxied", by: answer.kind, answer: answer.response };
  if (answer.kind === "http-proxy") {
    return { kind: "proxied", by: answer.kind, answer: converted(answer.response, request, stage) };
  }
  const chosen = choose(answer.selectionValue, request);
  const answered = withEndpointId(request, answer.headers);
  const stageVariables = stage.stage.variables ?? {};
  const mapped = mapResponseHeaders(chosen.responseParameters ?? {}, answer, {
    context: answered.context,
    stageVariables,
  });
  const payload = convertResponse(
    answer.body,
    isBinary(lastValue(answer.headers, "content-type"), stage.api.binaryMediaTypes ?? []),
    isBinary(lastValue(request.headers, "accept"), stage.api.binaryMediaTypes ?? []),
    chosen.contentHandling,
  );
  if (payload.kind === "not-base64") {
    throw new Refusal(
      "configuration-error",
      `the answer to ${methodName(request)} is to be converted to binary (contentHandling, or the Accept header), and it is not base64`,
    );
  }
  const { body, overrides } = rendered(payload, chosen, {
    request: answered,
    stageVariables,
    overrides: answer.overrides,
  });
  return {
    kind: "mapped",
    by: chosen,
    contentType: modelType(chosen, request),
    answer: {
      status: overrides.response.status ?? Number(chosen.statusCode),
      headers: overriddenHeaders(mapped, overrides.response),
      body,
      stream: undefined,
    },
  };
}

/**
 * The method response's model says what the answer is, and its template does not (serverless/serverless#194, and
 * serverless-apigateway-service-proxy#115: "I am able to change the method response model to application/xml … and it
 * works").
 */
function modelType({ statusCode }: Numbered, { methodSettings, headers }: MethodRequest): string {
  const { responseModels } = own(methodSettings.methodResponses, statusCode) ?? {};
  return (responseModels && acceptedType(responseModels, headers)) ?? "application/json";
}

/** D, context variables: `awsEndpointRequestId` is the AWS endpoint's request ID. */
function withEndpointId(request: MethodRequest, headers: Headers): MethodRequest {
  if (request.integration.type !== "AWS") return request;
  const id = lastValue(headers, "x-amzn-requestid") ?? lastValue(headers, "x-amz-request-id");
  return id === undefined
    ? request
    : { ...request, context: { ...request.context, awsEndpointRequestId: id } };
}

function rendered(
  payload: WholePayload,
  chosen: IntegrationResponse,
  input: Omit<TemplateInput, "body">,
): { readonly body: Uint8Array; readonly overrides: Overrides } {
  const template = responseTemplateFor(chosen.responseTemplates ?? {}, input.request);
  if (template === undefined || template === "")
    return { body: bytesOf(payload), overrides: input.overrides };
  // K: "Unable to transform response"
  if (payload.kind === "bytes") {
    throw new Refusal(
      "configuration-error",
      `the answer to ${methodName(input.request)} is binary, which no template can read: set contentHandling CONVERT_TO_TEXT on the integration response for ${chosen.statusCode}`,
      { logged: "Unable to transform response" },
    );
  }
  const where = `the response template for status ${chosen.statusCode}`;
  const { text, overrides } = renderTemplate(template, where, { ...input, body: payload.text });
  return { body: Buffer.from(text), overrides };
}

/**
 * A proxy's answer of a binary media type goes as base64 to a caller that accepts none (D, content type
 * conversions); all else is text, in which bytes that are no UTF-8 do not survive. A stream is left alone (D,
 * response transfer mode).
 */
function converted(answer: HttpAnswer, request: MethodRequest, { api }: DeployedStage): HttpAnswer {
  if (answer.stream !== undefined) return answer;
  const binary = isBinary(lastValue(answer.headers, "content-type"), api.binaryMediaTypes ?? []);
  if (binary && isBinary(lastValue(request.headers, "accept"), api.binaryMediaTypes ?? [])) return answer;
  const payload = convertResponse(answer.body, binary, false, undefined);
  return payload.kind === "not-base64" ? answer : { ...answer, body: bytesOf(payload) };
}

/**
 * The response whose selection pattern matches all of the value, in the order of status codes (AWS does not
 * say which of several it takes); else the one without a pattern; else a 500 (R test_lambda_selection_patterns).
 */
function choose(value: string, request: MethodRequest): Numbered {
  const responses = inOrder(request.integration.integrationResponses ?? none);
  const chosen =
    responses.find(({ selectionPattern = "", statusCode }) => {
      if (selectionPattern === "") return false;
      try {
        return matchesWhole(selectionPattern, value);
      } catch (cause) {
        throw new Refusal(
          "configuration-error",
          `the selection pattern of ${methodName(request)} for status ${statusCode} cannot be matched: ${selectionPattern} (${errorText(cause)})`,
          { cause },
        );
      }
    }) ?? responses.find(({ selectionPattern = "" }) => selectionPattern === "");
  if (chosen === undefined) {
    throw new Refusal(
      "configuration-error",
      `no integration response of ${methodName(request)} matches ${JSON.stringify(value)}, and none is the default (it has: ${responses.map(({ statusCode, selectionPattern }) => `${statusCode} for ${selectionPattern}`).join(", ") || "none"}): put one without a selectionPattern`,
      // C
      {
        logged: `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${/^\d{3}$/.test(value) ? value : 200}`,
      },
    );
  }
  if (!Object.hasOwn(request.methodSettings.methodResponses ?? {}, chosen.statusCode)) {
    // D, "API Gateway REST API internal server errors"
    throw new Refusal(
      "configuration-error",
      `Output mapping refers to an invalid method response: ${methodName(request)} has no method response for ${chosen.statusCode}`,
      { logged: `Output mapping refers to an invalid method response: ${chosen.statusCode}` },
    );
  }
  return chosen;
}

type Numbered = IntegrationResponse & { readonly statusCode: string };

const none: Readonly<Record<string, IntegrationResponse>> = {};

/** Sorted once for each deployment. */
const inOrder = oncePer((responses: Readonly<Record<string, IntegrationResponse>>): readonly Numbered[] =>
  Object.entries(responses)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([statusCode, response]) => ({ ...response, statusCode })),
);

function overriddenHeaders(mapped: Headers, { header }: ResponseOverride): Headers {
  if (isEmpty(header)) return mapped;
  return Object.entries(header).reduce<Headers>(
    (headers, [name, value]) => withHeader(headers, name, value),
    mapped,
  );
}
