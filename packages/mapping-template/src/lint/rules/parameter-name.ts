import type { Step } from "../../parser/syntax.ts";
import { literalText } from "../tree.ts";
import type { Use } from "./use-rule.ts";

/** The name in `$input.params("name")`, if the reference begins so. */
export function parameterName({ node, from }: Use): string | undefined {
  const [step] = node.steps;
  const isInput = from[0]?.some((each) => each.kind === "root" && each.name === "input") ?? false;
  return isInput ? nameIn(step) : undefined;
}

function nameIn(step: Step | undefined): string | undefined {
  if (step?.type !== "method" || step.name !== "params" || step.args.length !== 1) return undefined;
  return literalText(step.args[0]);
}

/** How a header is found in any spelling. */
export function headerLoop(name: string): string {
  const header = "$input.params().header";
  return `#foreach($n in ${header}.keySet())#if($n.equalsIgnoreCase("${name}"))…${header}.get($n)…#end#end`;
}
