import type { Compiler, Run } from "../compile/compiler.ts";
import type { Linter } from "../lint/linter.ts";
import type { DirectiveNode } from "../parser/syntax.ts";
import type { TokenStream } from "../parser/token-stream.ts";

/** One of Velocity's pluggable directives: everything that is known about it, in one place. */
export interface Directive {
  readonly name: string;
  /** Whether a `#end` closes it. */
  readonly hasBody: boolean;
  /** Whether bare words may be among its arguments, like the `in` of `#foreach`. */
  readonly takesWords?: boolean;
  /** Refuses a call that cannot mean anything; runs once, when the template is parsed. */
  readonly check: (call: DirectiveNode, p: TokenStream) => void;
  readonly compile: (call: DirectiveNode, compiler: Compiler) => Run;
  /** Says what is wrong with a call that is correct. */
  readonly lint?: (call: DirectiveNode, linter: Linter) => void;
}
