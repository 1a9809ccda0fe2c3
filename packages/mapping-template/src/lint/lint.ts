import { compile, maximumSource } from "../compile/compile.ts";
import { parse } from "../parser/parse.ts";
import { createLocator } from "../position.ts";
import { TemplateError, type TemplateErrorCode } from "../template-error.ts";
import { analyse } from "./analysis.ts";
import type { Finding, Report } from "./finding.ts";
import { codes } from "./rules/codes.ts";
import type { KnownParameters } from "./rules/use-rule.ts";

export interface LintOptions {
  /** Whether the template makes the integration's request or the caller's response. */
  readonly kind: "request" | "response";
  /** What the template writes; the rules about JSON apply to JSON. Default: `application/json`. */
  readonly contentType?: string;
  /** The names of the route's parameters, if they are known: others are then found. */
  readonly input?: KnownParameters;
}

/** From here on there is a finding, before the template is refused. */
const largeSource = 0.9 * maximumSource;

/**
 * Finds the traps in a mapping template, in the order in which they stand there. A template that does not compile is
 * one finding, with the error's code and position. Never throws, and rather says nothing than something wrong.
 */
export function lint(
  source: string,
  { kind, contentType = "application/json", input }: LintOptions,
): readonly Finding[] {
  const found = new Map<string, Finding & { readonly offset: number }>();
  try {
    compile(source);
    const locate = createLocator(source);
    const report: Report = (code, offset, { message, fix, severity = codes[code].severity }) => {
      const key = `${code} ${offset}`;
      if (!found.has(key)) found.set(key, { code, severity, ...locate(offset), message, fix, offset });
    };
    const size = Buffer.byteLength(source);
    if (size > largeSource) {
      report("TemplateSize", 0, {
        message: `The template has ${size} bytes, and API Gateway takes at most ${maximumSource}`,
        fix: 'Move the work into the integration, or send the payload as it is: $input.json("$")',
      });
    }
    analyse(source, parse(source), { kind, contentType, parameters: input }, report);
  } catch (error) {
    return [failure(error)];
  }
  return [...found.values()].sort((a, b) => a.offset - b.offset).map(({ offset: _, ...finding }) => finding);
}

const fixes: Partial<Record<TemplateErrorCode, string>> = {
  TemplateSyntax: "Write what is expected there; a $ or # that is text is written #[[$]]# or #[[#]]#",
  TemplateTooLarge: "Move the work into the integration: API Gateway takes templates of at most 300 KB",
  TemplateTooDeep: "Nest less",
};

/** Anything but a TemplateError is a value that is no text at all, or a template nested deeper than the stack. */
function failure(error: unknown): Finding {
  const known = error instanceof TemplateError ? error : undefined;
  const isDeep = error instanceof RangeError;
  const code = known?.code ?? (isDeep ? "TemplateTooDeep" : "TemplateSyntax");
  return {
    code,
    severity: "error",
    line: known?.line ?? 1,
    column: known?.column ?? 1,
    excerpt: known?.excerpt ?? "",
    message: known?.reason ?? (isDeep ? "The template is nested too deep" : "A template is a text"),
    fix: fixes[code] ?? "Correct the template",
  };
}
