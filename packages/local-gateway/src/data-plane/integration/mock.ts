import type { IntegrationAnswer, MockRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";

/** Answers with the status that the request template names. */
export function mock(request: MockRequest): IntegrationAnswer {
  return {
    kind: "custom",
    selectionValue: String(statusCodeOf(request.body)),
    body: new Uint8Array(),
    headers: [],
    overrides: request.overrides,
  };
}

/** API Gateway also reads what is almost JSON, such as `{statusCode: 200}` (R, the form that CDK writes). */
function statusCodeOf(body: string): number {
  const status = fromJson(body) ?? fromAlmostJson(body);
  if (status === undefined) {
    throw new Refusal(
      "configuration-error",
      `a MOCK integration needs a request template that renders {"statusCode": 200}; this one rendered: ${body.trim() === "" ? "nothing" : body.trim()}`,
    );
  }
  return status;
}

function fromJson(body: string): number | undefined {
  try {
    const document: unknown = JSON.parse(body);
    if (typeof document !== "object" || document === null || !("statusCode" in document)) return undefined;
    return Number.isInteger(document.statusCode) ? Number(document.statusCode) : undefined;
  } catch {
    return undefined;
  }
}

function fromAlmostJson(body: string): number | undefined {
  const status = /^\s*\{(?:[\s\S]*,)?\s*(?:statusCode|'statusCode')\s*:\s*(\d+)\s*[,}]/.exec(body)?.[1];
  return status === undefined ? undefined : Number(status);
}
