import type { Expression } from "../parser/syntax.ts";
import type { Changes, Environment } from "./environment.ts";
import type { Origin } from "./origin.ts";
import { traceOf } from "./trace.ts";
import { forEachReference, literalText } from "./tree.ts";

/**
 * Which parts of the payload a template has asked about before it uses them. Whatever it asks, and in whichever branch
 * it then uses them: who asks has thought of their absence.
 */
export interface Guards {
  /** The parts of the payload that a condition mentions, and those they are in. */
  asked(condition: Expression): readonly string[];
  /** Runs what stands in a branch. */
  within(asked: readonly string[], inside: () => void): void;
  isAsked(path: string): boolean;
  /** Whether a value is a part that was asked about. */
  isGuarded(origin: Origin): boolean;
  /** `#if(!$x)#set($x = 0)#end`: where nothing was assigned, the payload had what was asked for. */
  answered(ways: readonly Changes[], asked: readonly string[]): readonly Changes[];
}

export function createGuards(environment: Environment): Guards {
  const counts = new Map<string, number>();
  const isAsked = (path: string) => counts.has(path);
  return {
    asked(condition) {
      const found: string[] = [];
      forEachReference(condition, 0, (node) => {
        const { from, value } = traceOf(node, environment);
        for (const origin of [...from, value].flat()) {
          if (origin.kind === "payload" || origin.kind === "json") found.push(origin.path);
        }
        const last = node.steps.at(-1);
        const key =
          last?.type === "method" && last.name === "containsKey" ? literalText(last.args[0]) : undefined;
        for (const origin of from.at(-1) ?? []) {
          if (key !== undefined && origin.kind === "payload") found.push(`${origin.path}.${key}`);
        }
      });
      return found;
    },
    within(asked, inside) {
      for (const path of asked) counts.set(path, (counts.get(path) ?? 0) + 1);
      inside();
      for (const path of asked) {
        const count = (counts.get(path) ?? 1) - 1;
        if (count === 0) counts.delete(path);
        else counts.set(path, count);
      }
    },
    isAsked,
    isGuarded: (origin) => (origin.kind === "payload" || origin.kind === "json") && isAsked(origin.path),
    answered(ways, asked) {
      const assigned = new Set(ways.flatMap((way) => [...way.keys()]));
      const present = (origin: Origin): Origin =>
        origin.kind === "payload" && asked.includes(origin.path) ? { ...origin, present: true } : origin;
      return ways.map((way) => {
        const others = [...assigned].filter((name) => !way.has(name));
        return new Map([
          ...way,
          ...others.map((name) => [name, environment.get(name).map(present)] as const),
        ]);
      });
    },
  };
}
