import { eat, look, type PatternReader, refuse } from "./reader.ts";
import type { RepeatMode } from "./syntax.ts";

/** How often what stands before it may come. */
export interface Quantifier {
  readonly min: number;
  readonly max: number;
  readonly mode: RepeatMode;
}

/** `*`, `+`, `?` or `{2,3}`, with `+` behind it possessive, with `?` lazy. */
export function parseQuantifier(r: PatternReader): Quantifier | undefined {
  const bounds = parseBounds(r);
  if (bounds === undefined) return undefined;
  return { ...bounds, mode: eat(r, "+") ? "possessive" : eat(r, "?") ? "lazy" : "greedy" };
}

function parseBounds(r: PatternReader): Pick<Quantifier, "min" | "max"> | undefined {
  if (eat(r, "*")) return { min: 0, max: Number.POSITIVE_INFINITY };
  if (eat(r, "+")) return { min: 1, max: Number.POSITIVE_INFINITY };
  if (eat(r, "?")) return { min: 0, max: 1 };
  if (r.pattern[r.at] !== "{") return undefined;
  const [all, from = "", comma, to = ""] = look(r, /^\{([0-9]{1,9})(,)?([0-9]{1,9})?\}/, 24);
  if (all === undefined) return refuse(r, "illegal repetition");
  r.at += all.length;
  const min = Number(from);
  const max = comma === undefined ? min : to === "" ? Number.POSITIVE_INFINITY : Number(to);
  return max < min ? refuse(r, "illegal repetition range") : { min, max };
}
