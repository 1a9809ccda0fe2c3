import type { ReferenceNode } from "../parser/syntax.ts";
import type { Environment } from "./environment.ts";
import { traceOf } from "./trace.ts";
import { literalText } from "./tree.ts";

/** `responseOverride.status` for `$context.responseOverride.status`, however it is reached; `undefined` for no override. */
export function overridePath(target: ReferenceNode, environment: Environment): string | undefined {
  const last = target.steps.at(-1);
  const owner = traceOf(target, environment).from.at(-1);
  const name =
    last?.type === "property" ? last.name : last?.type === "index" ? literalText(last.index) : undefined;
  const [only, another] = owner ?? [];
  if (only?.kind !== "context" || another !== undefined || name === undefined) return undefined;
  return /^(?:request|response)Override\b/.test(only.path) ? `${only.path}.${name}` : undefined;
}

/** Under which name the environment remembers that an override was made. */
export function overrideKey(path: string): string {
  return `$context.${path}`;
}
