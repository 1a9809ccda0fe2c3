import type { TemplatePosition } from "./position.ts";

/** Every way in which a template can fail; stable, for programs to switch on. */
export type TemplateErrorCode =
  /** The source is not a template: the position says where. */
  | "TemplateSyntax"
  /** The source is longer than API Gateway's 300 KB. */
  | "TemplateTooLarge"
  /** Nested deeper than this engine follows: brackets, directives, macro calls, or values inside values. */
  | "TemplateTooDeep"
  /** A directive that API Gateway has no use for (`#include`, `#parse`). */
  | "TemplateUnsupported"
  /** A `#foreach` of more than 1,000 turns. */
  | "TemplateLoopLimit"
  /** More work, or more text, than one rendering may cost. */
  | "TemplateBudget"
  /** A method was called with values for which Java throws. */
  | "TemplateMethod"
  /** A JSONPath that cannot be read. */
  | "TemplateJsonPath"
  /** A text that should have been JSON. */
  | "TemplateJson"
  /** One parameter, header or status overridden twice. */
  | "TemplateOverride"
  /** Called with something else than a text to compile, or an input to render it for. */
  | "TemplateInput"
  /** A name that cannot be written into a template safely (only from the writer). */
  | "TemplateName";

/** What {@link compile} and rendering throw: a stable `code`, a message with position, and an excerpt. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly code: TemplateErrorCode;
  /** What went wrong, without the position. */
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;

  constructor(code: TemplateErrorCode, reason: string, at: TemplatePosition, cause?: unknown) {
    super(
      at.line === 0 ? reason : `${reason} (line ${at.line}, column ${at.column})\n${at.excerpt}`,
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.reason = reason;
    this.line = at.line;
    this.column = at.column;
    this.excerpt = at.excerpt;
  }
}

/**
 * A failure inside a value's method or the input's reader, which knows no position yet;
 * the call that caused it turns it into a {@link TemplateError}.
 */
export class ValueError extends Error {
  override readonly name = "ValueError";
  readonly code: TemplateErrorCode;

  constructor(code: TemplateErrorCode, reason: string) {
    super(reason);
    this.code = code;
  }
}
