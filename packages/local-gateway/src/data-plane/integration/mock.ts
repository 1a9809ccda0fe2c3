import { noBytes } from "../mapping/content-handling.ts";
import type { IntegrationAnswer, MockRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";

/** Answers with the status that the request template names. */
export function mock(request: MockRequest): IntegrationAnswer {
  return {
    kind: "custom",
    selectionValue: String(statusCodeOf(request.body)),
    body: noBytes,
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

/**
 * C (LocalStack's `TestMockIntegration`, tried out on AWS): members are split at commas and at their first colon,
 * names and values need no quotes but have to end with the one they begin with, and what is nested is looked at no
 * further.
 */
function fromAlmostJson(body: string): number | undefined {
  const members = /^\s*\{([\s\S]+)\}\s*$/.exec(body)?.[1]?.split(",") ?? [];
  let status: number | undefined;
  for (const member of members.map((text) => text.trim()).filter((text) => text !== "")) {
    const colon = member.indexOf(":");
    const name = member.slice(0, Math.max(colon, 0)).trim();
    const value = member.slice(colon + 1).trim();
    if (colon < 0 || /^[[{]/.test(name) || !isClosed(name) || !isClosed(value)) return undefined;
    if (/^(["']?)statusCode\1$/.test(name)) {
      if (!/^-?\d+$/.test(value)) return undefined;
      status = Number(value);
    }
  }
  return status;
}

const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", "{": "}", "[": "]" };

function isClosed(text: string): boolean {
  const end = closing[text.charAt(0)];
  return end === undefined || (text.length >= 2 && text.endsWith(end));
}
