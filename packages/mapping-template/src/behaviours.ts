/**
 * What API Gateway does where its documentation is silent or where it differs from Apache Velocity 1.7: one member
 * a behaviour, each with its source. D: AWS documentation. R: recorded from AWS. V: Velocity 1.7, on which API
 * Gateway's templates are modelled. Whoever records one of them differently changes the default here and nothing else.
 */
export interface Behaviours {
  /**
   * What a null reference that is not quiet (`$nope`) prints: nothing, or its own source text.
   * R: LocalStack `test_input_path_template_formatting` `empty-body` (2025-06-18) prints nothing. V: the source.
   */
  readonly nullReference: "empty" | "source";
  /**
   * Whether null equals `""`. R: the same recording has `isNull` and `isEmptyString` both true for a path that is
   * missing. V: false. Only `$input.path` was recorded; any null is treated so.
   */
  readonly nullEqualsEmptyText: boolean;
  /** What `#set($x = <null>)` does to a variable that has a value. V: it keeps it. 2.x assigns null. */
  readonly setNull: "keep" | "assign";
  /**
   * What counts as true. V ("velocity-1"): every reference that is not null and not `false`; a literal other than
   * `true` never. "velocity-2": empty texts, collections and zero are false, literals count by value.
   */
  readonly truth: "velocity-1" | "velocity-2";
  /** `$list[9]` and `$list.get(9)` of a shorter list. V: an error. */
  readonly indexOutOfRange: "error" | "null";
  /** A `#foreach` that would take a 1,001st turn. D (quotas: 1,000 iterations): the template fails. */
  readonly loopLimit: "error" | "stop";
  /**
   * Overriding a parameter, header or the status twice. D ("Override your API's request and response parameters"):
   * "If you try to override the same parameter multiple times, API Gateway returns a 5XX response".
   */
  readonly overrideTwice: "error" | "last";
  /**
   * `$util.escapeJavaScript` and `/`. D ("using JavaScript string rules … will turn any regular single quotes (') into
   * escaped ones (\')") names only the quote; every Apache Commons version since 2.4 writes `\/`. Not recorded.
   */
  readonly escapeSlash: boolean;
  /** `$util.escapeJavaScript` and characters above U+007F: `\u00EB`, as Apache Commons writes, or as they are. Not recorded. */
  readonly escapeNonAscii: boolean;
  /**
   * A body that is not JSON, read by `$input.path` or `$input.json`: a text value (form bodies are commonly split with
   * `$input.path('$').split('&')`), or an error. Not recorded.
   */
  readonly malformedBody: "text" | "error";
}

/** API Gateway's behaviours, as far as they are known. */
export const apiGateway: Behaviours = {
  nullReference: "empty",
  nullEqualsEmptyText: true,
  setNull: "keep",
  truth: "velocity-1",
  indexOutOfRange: "error",
  loopLimit: "error",
  overrideTwice: "error",
  escapeSlash: true,
  escapeNonAscii: true,
  malformedBody: "text",
};
