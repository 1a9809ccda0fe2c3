import type { DirectiveArgument, ReferenceNode } from "../parser/syntax.ts";
import type { Advice, LintCode } from "./finding.ts";
import type { Origin } from "./origin.ts";

/** What a directive's lint part is given: what is known at this point of the template, and where to say something. */
export interface Linter {
  readonly kind: "request" | "response";
  /** Inside a `#foreach`. */
  readonly inLoop: boolean;
  /** All that an expression may be. */
  origins(expression: DirectiveArgument): readonly Origin[];
  /** Whether this may print nothing, or be null. */
  mayBeMissing(expression: DirectiveArgument): boolean;
  /** Whether this turn of the loop has given the variable a value before. */
  wasSetInTurn(name: string): boolean;
  /** The names of all macros. */
  readonly macros: readonly string[];
  /** `responseOverride.status` for a reference to it. */
  overridePath(target: ReferenceNode): string | undefined;
  /** Whether an override was made on every way to here. */
  isOverridden(path: string): boolean;
  report(code: LintCode, offset: number, advice: Advice): void;
}
