import type { IntegrationResponse } from "@aws-sdk/client-api-gateway";
import type { DeployedStage } from "./deployed-stage.ts";
import { type Headers, withHeader } from "./headers.ts";
import { mapResponseHeaders } from "./parameter-mapping.ts";
import type { IntegrationAnswer, MethodAnswer, MethodRequest, ResponseOverride } from "./passing.ts";
import { Refusal } from "./refusal.ts";
import { matchesWhole } from "./selection-pattern.ts";
import { methodName, renderTemplate, responseTemplateFor } from "./template.ts";

/** Chooses the integration response, renders its template and maps its headers; a proxy's answer passes. */
export function integrationResponse({
  answer,
  request,
  stage,
}: {
  readonly answer: IntegrationAnswer;
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
}): MethodAnswer {
  if (answer.kind === "proxy") return answer.response;
  const chosen = choose(answer.selectionValue, request);
  if (chosen.contentHandling === "CONVERT_TO_BINARY") {
    throw new Refusal(
      "configuration-error",
      `${methodName(request)} has contentHandling CONVERT_TO_BINARY; the local gateway converts answers to text only`,
    );
  }
  const stageVariables = stage.stage.variables ?? {};
  const mapped = mapResponseHeaders(chosen.responseParameters ?? {}, answer, {
    context: request.context,
    stageVariables,
  });
  const template = responseTemplateFor(chosen.responseTemplates ?? {}, request);
  const { text, overrides } =
    template === undefined || template === ""
      ? { text: answer.body, overrides: answer.overrides }
      : renderTemplate(template, `the response template for status ${chosen.statusCode}`, {
          body: answer.body,
          request,
          stageVariables,
          overrides: answer.overrides,
        });
  return {
    status: overrides.response.status ?? Number(chosen.statusCode),
    headers: overriddenHeaders(mapped, overrides.response),
    body: new TextEncoder().encode(text),
  };
}

/**
 * The response whose selection pattern matches all of the value, in the order of status codes (AWS does not
 * say which of several it takes); else the one without a pattern; else a 500 (R test_lambda_selection_patterns).
 */
function choose(value: string, request: MethodRequest): IntegrationResponse {
  const responses = Object.entries(request.integration.integrationResponses ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([statusCode, response]) => ({ ...response, statusCode }));
  const chosen =
    responses.find(({ selectionPattern = "", statusCode }) => {
      if (selectionPattern === "") return false;
      try {
        return matchesWhole(selectionPattern, value);
      } catch (cause) {
        throw new Refusal(
          "configuration-error",
          `the selection pattern of ${methodName(request)} for status ${statusCode} cannot be read: ${selectionPattern}`,
          { cause },
        );
      }
    }) ?? responses.find(({ selectionPattern = "" }) => selectionPattern === "");
  if (chosen === undefined) {
    throw new Refusal(
      "configuration-error",
      `no integration response of ${methodName(request)} matches ${JSON.stringify(value)}, and none is the default (it has: ${responses.map(({ statusCode, selectionPattern }) => `${statusCode} for ${selectionPattern}`).join(", ") || "none"})`,
    );
  }
  return chosen;
}

function overriddenHeaders(mapped: Headers, { header }: ResponseOverride): Headers {
  return Object.entries(header).reduce<Headers>(
    (headers, [name, value]) => withHeader(headers, name, value),
    mapped,
  );
}
