import { positionOf } from "../position.ts";
import { TemplateError, ValueError } from "../template-error.ts";

/** An error with its position; what JavaScript itself refuses (a stack or a text without end) becomes our error, too. */
export function placed(error: unknown, source: string, offset: number): unknown {
  if (error instanceof ValueError) {
    return new TemplateError(error.code, error.message, positionOf(source, offset), error);
  }
  if (!(error instanceof RangeError)) return error;
  const deep = error.message.includes("call stack");
  const reason = deep ? "The template is nested too deep" : "The template makes a text that is too long";
  const code = deep ? "TemplateTooDeep" : "TemplateBudget";
  return new TemplateError(code, reason, positionOf(source, offset), error);
}
