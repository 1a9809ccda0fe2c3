export { apiGateway, type Behaviours } from "./behaviours.ts";
export { compile, type Template } from "./compile/compile.ts";
export { type Regex, regex } from "./java/regex/match.ts";
export { type JsonDocument, jsonDocument } from "./json-document.ts";
export type { Finding, LintCode, Severity } from "./lint/finding.ts";
export { type LintOptions, lint } from "./lint/lint.ts";
export { codes as lintCodes } from "./lint/rules/codes.ts";
export type { KnownParameters } from "./lint/rules/use-rule.ts";
export type { TemplatePosition } from "./position.ts";
export type { Rendered, RenderInput } from "./render-input.ts";
export { TemplateError, type TemplateErrorCode } from "./template-error.ts";
export {
  errorSelectionPattern,
  netSelectionPattern,
  type RequestTemplate,
  type RequestValue,
  type ResultOutput,
  writeErrorTemplate,
  writeNetTemplate,
  writeRequestTemplate,
  writeResultTemplate,
} from "./write.ts";
