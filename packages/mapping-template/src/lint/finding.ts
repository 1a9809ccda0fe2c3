import type { TemplateErrorCode } from "../template-error.ts";

/** Every trap that the linter knows, in the order of the README's table; stable, for programs to switch on. */
export type LintCode =
  | "UnescapedText"
  | "EscapedApostrophe"
  | "QuotedJson"
  | "EscapedJson"
  | "UnquotedText"
  | "RawBody"
  | "JavaValue"
  | "MissingValue"
  | "StrayComma"
  | "MissingComma"
  | "UndefinedReference"
  | "UnknownMember"
  | "UnknownParameter"
  | "UnknownDirective"
  | "LiteralDollar"
  | "ShadowedParameter"
  | "CaseSensitiveHeader"
  | "SpoofableRequestId"
  | "NullClaims"
  | "AssignsNothing"
  | "KeepsOldValue"
  | "OverriddenTwice"
  | "IgnoredOverride"
  | "ConstantCondition"
  | "LoopLimit"
  | "LoopOverInput"
  | "EvaluatesInput"
  | "NoFiles"
  | "PrintedWhitespace"
  | "TemplateSize";

/**
 * `error`: some request, or every one, is answered wrongly or can be tampered with. `warning`: likely so, or so in one
 * of the Velocity versions that API Gateway may run. `info`: depends on what the template cannot say.
 */
export type Severity = "error" | "warning" | "info";

/** One trap in a template, or the one error that keeps it from being a template. */
export interface Finding {
  readonly code: LintCode | TemplateErrorCode;
  readonly severity: Severity;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The line of the template and a caret below the column, both cut to a readable width. */
  readonly excerpt: string;
  /** Why it is one. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** What a rule says; where, how bad and under which code is added by who asked it. */
export interface Advice {
  readonly message: string;
  readonly fix: string;
  readonly severity?: Severity;
  /** Where, if not at what was looked at. */
  readonly offset?: number;
}

/** Takes a finding at an offset of the source; the same one may come several times. */
export type Report = (code: LintCode, offset: number, advice: Advice) => void;
