import type { ReferenceNode, Step } from "../../parser/syntax.ts";
import type { Advice } from "../finding.ts";
import type { Origin } from "../origin.ts";
import { literalText } from "../tree.ts";
import { headerLoop } from "./parameter-name.ts";

/** The header that one step of a reference looks up, as it is spelled. */
export function headerLookedUp(
  { steps }: ReferenceNode,
  from: readonly (readonly Origin[])[],
): { readonly name: string; readonly offset: number } | undefined {
  for (const [i, step] of steps.entries()) {
    const isHeaders = from[i]?.some((each) => each.kind === "parameterMap" && each.group === "header");
    const name = isHeaders ? keyOf(step) : undefined;
    if (name !== undefined) return { name, offset: step.offset };
  }
  return undefined;
}

function keyOf(step: Step): string | undefined {
  switch (step.type) {
    case "property":
      return step.name;
    case "index":
      return literalText(step.index);
    case "method":
      return step.name === "get" || step.name === "containsKey" ? literalText(step.args[0]) : undefined;
  }
}

/** `CaseSensitiveHeader`: `header.get("X-User-Id")`, when the client, or HTTP/2, writes `x-user-id`. */
export function caseSensitiveHeader(name: string): Advice {
  return {
    message: `Header names are case-sensitive here, and HTTP/2 clients send ${name.toLowerCase()}: other spellings than ${name} are not found`,
    fix: `Write ${headerLoop(name)}`,
  };
}
