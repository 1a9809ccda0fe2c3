import type { DirectiveArgument } from "../parser/syntax.ts";
import type { Environment } from "./environment.ts";
import type { Report } from "./finding.ts";
import { caseSensitiveHeader, headerLookedUp } from "./rules/case-sensitive-header.ts";
import { useRules } from "./rules/registry.ts";
import type { KnownParameters, Use } from "./rules/use-rule.ts";
import { traceOf } from "./trace.ts";
import { forEachReference } from "./tree.ts";

/** Asks the rules about every reference in an expression. */
export interface Inspection {
  /** @returns how many references there were. */
  inspect(expression: DirectiveArgument, role: Use["role"], names: ReadonlySet<string>): number;
  /** What only the whole template shows. */
  finish(): void;
}

/** @param setsAnything the template runs texts as templates, so any name may have a value. */
export function createInspection(
  environment: Environment,
  parameters: KnownParameters | undefined,
  setsAnything: boolean,
  report: Report,
): Inspection {
  const headers = new Map<string, { readonly spellings: Set<string>; readonly uses: Map<number, string> }>();

  function rememberHeader(name: string, offset: number): void {
    const key = name.toLowerCase();
    const known = headers.get(key) ?? { spellings: new Set<string>(), uses: new Map<number, string>() };
    known.spellings.add(name);
    known.uses.set(offset, name);
    headers.set(key, known);
  }

  return {
    inspect(expression, role, names) {
      let count = 0;
      forEachReference(expression, 0, (node, base) => {
        count += 1;
        if (setsAnything && !names.has(node.root)) return;
        const { from } = traceOf(node, environment);
        const use: Use = { node, role: node === expression ? role : "read", names, parameters, from };
        for (const { code, check } of useRules) {
          const advice = check(use);
          if (advice !== undefined) report(code, base + (advice.offset ?? node.offset), advice);
        }
        const header = headerLookedUp(node, from);
        if (header !== undefined) rememberHeader(header.name, base + header.offset);
      });
      return count;
    },
    finish() {
      for (const { spellings, uses } of headers.values()) {
        // Who asks for a header in two spellings knows.
        if (spellings.size > 1) continue;
        for (const [offset, name] of uses) report("CaseSensitiveHeader", offset, caseSensitiveHeader(name));
      }
    },
  };
}
