import { isEmpty, own } from "../../own.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { isBinary } from "../mapping/binary-media-types.ts";
import { convertRequest, type WholePayload } from "../mapping/content-handling.ts";
import { lastValue } from "../mapping/headers.ts";
import { methodName, noOverrides, renderTemplate } from "../mapping/template.ts";
import type { MethodRequest, Overrides } from "../passing.ts";
import { Refusal } from "../refusal.ts";

/** The body that an integration gets, and what its template has set besides. */
export interface RequestBody {
  readonly payload: WholePayload;
  readonly overrides: Overrides;
}

/** Converts the body as `contentHandling` says, and renders the request template for its media type. */
export function requestBody(request: MethodRequest, stage: DeployedStage): RequestBody {
  const template = requestTemplateFor(request);
  const payload = convert(request, stage);
  if (template === undefined || template === "") return { payload, overrides: noOverrides };
  // K: "Unable to transform request", what APIs with the binary media type */* and no CONVERT_TO_TEXT get
  if (payload.kind === "bytes") {
    throw new Refusal(
      "configuration-error",
      `the request of ${methodName(request)} has a binary media type, which no template can read: set contentHandling CONVERT_TO_TEXT on the integration`,
      { logged: "Unable to transform request" },
    );
  }
  const { text, overrides } = renderTemplate(template, `the request template for ${request.contentType}`, {
    body: payload.text,
    request,
    stageVariables: stage.stage.variables ?? {},
    overrides: noOverrides,
  });
  return { payload: { kind: "text", text }, overrides };
}

function convert(request: MethodRequest, { api }: DeployedStage): WholePayload {
  const binary = isBinary(lastValue(request.headers, "content-type"), api.binaryMediaTypes ?? []);
  const payload = convertRequest(request.body, binary, request.integration.contentHandling);
  if (payload.kind === "not-base64") {
    throw new Refusal(
      "configuration-error",
      `${methodName(request)} has contentHandling CONVERT_TO_BINARY, and the body is not base64`,
    );
  }
  return payload;
}

/**
 * The template for the request's media type, or undefined to pass the body through; a 415 where
 * `passthroughBehavior` forbids that (D, integration passthrough behaviors).
 */
function requestTemplateFor(request: MethodRequest): string | undefined {
  const { requestTemplates = {}, passthroughBehavior = "WHEN_NO_MATCH" } = request.integration;
  const template = own(requestTemplates, request.contentType) ?? own(requestTemplates, "$default");
  if (template !== undefined) return template;
  const isRefused =
    passthroughBehavior === "NEVER" ||
    (passthroughBehavior === "WHEN_NO_TEMPLATES" && !isEmpty(requestTemplates));
  if (isRefused) {
    const types = Object.keys(requestTemplates);
    throw new Refusal(
      "unsupported-media-type",
      `${methodName(request)} has no request template for ${request.contentType} (it has: ${types.join(", ") || "none"}) and passthroughBehavior ${passthroughBehavior}`,
    );
  }
  return undefined;
}
