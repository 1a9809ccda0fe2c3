import type { LintCode, Severity } from "../finding.ts";

/**
 * Every code with its severity and its source. D: AWS's documentation, R: recorded from AWS, V: the Velocity 1.7
 * reference, L: RFC 8259, the grammar of JSON.
 */
export const codes: Readonly<Record<LintCode, { readonly severity: Severity; readonly source: string }>> = {
  UnescapedText: {
    severity: "error",
    source: "D: api-gateway-mapping-template-reference, $input.params and $util.escapeJavaScript; L",
  },
  EscapedApostrophe: {
    severity: "error",
    source:
      "D: api-gateway-mapping-template-reference, $util.escapeJavaScript: escaped single quotes are not valid in JSON",
  },
  QuotedJson: { severity: "error", source: "D: api-gateway-mapping-template-reference, $input.json; L" },
  EscapedJson: { severity: "error", source: "D: api-gateway-mapping-template-reference, $input.json; L" },
  UnquotedText: {
    severity: "error",
    source: "D: api-gateway-mapping-template-reference, $input.params(x); L",
  },
  RawBody: {
    severity: "error",
    source: "D: api-gateway-mapping-template-reference, $input.body is the raw payload; L",
  },
  JavaValue: { severity: "error", source: "R: what $input.path prints for maps, 2025-06-18" },
  MissingValue: { severity: "warning", source: "R: a null reference prints nothing, 2025-06-18; L" },
  StrayComma: { severity: "error", source: "L" },
  MissingComma: { severity: "error", source: "L" },
  UndefinedReference: { severity: "error", source: "R: a null reference prints nothing, 2025-06-18" },
  UnknownMember: { severity: "error", source: "D: api-gateway-mapping-template-reference" },
  UnknownParameter: { severity: "warning", source: "the names that lint was given" },
  UnknownDirective: { severity: "warning", source: "V: user guide, directives and macros" },
  LiteralDollar: { severity: "warning", source: "V: user guide, escaping valid and invalid references" },
  ShadowedParameter: {
    severity: "warning",
    source:
      "D: api-gateway-mapping-template-reference, $input.params(x): path, query string, or header, in that order",
  },
  CaseSensitiveHeader: {
    severity: "warning",
    source: "D: api-gateway-known-issues, header names are case-sensitive",
  },
  SpoofableRequestId: {
    severity: "warning",
    source:
      "D: api-gateway-mapping-template-reference, $context.requestId: clients can override this request ID",
  },
  NullClaims: {
    severity: "error",
    source: "D: api-gateway-mapping-template-reference, $context.authorizer.claims returns null",
  },
  AssignsNothing: { severity: "error", source: "V: what the 1.7 engine does, in this package's cases" },
  KeepsOldValue: { severity: "warning", source: "V: user guide, #set to null" },
  OverriddenTwice: {
    severity: "error",
    source: "D: apigateway-override-request-response-parameters: the same parameter multiple times is a 5XX",
  },
  IgnoredOverride: { severity: "warning", source: "D: apigateway-override-request-response-parameters" },
  ConstantCondition: {
    severity: "warning",
    source: "V: user guide, conditionals; 2.x: empty texts and zero are false",
  },
  LoopLimit: { severity: "error", source: "D: limits, 1,000 iterations of a #foreach" },
  LoopOverInput: { severity: "info", source: "D: limits, 1,000 iterations of a #foreach" },
  EvaluatesInput: { severity: "error", source: "V: user guide, #evaluate" },
  NoFiles: {
    severity: "error",
    source: "V: user guide, #include and #parse; a mapping template has no files",
  },
  PrintedWhitespace: { severity: "warning", source: "V: user guide, whitespace" },
  TemplateSize: { severity: "warning", source: "D: limits, mapping template size 300 KB" },
};
