import { ValueError } from "../../template-error.ts";

/** Where the parser of a pattern stands, and what it has seen. */
export interface PatternReader {
  readonly pattern: string;
  at: number;
  depth: number;
  /** Capturing groups so far. */
  groups: number;
  readonly names: Map<string, number>;
  flags: Flags;
}

/** `i`, `s`, `m` and `x`, as they stand at a place of the pattern. */
interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly m: boolean;
  readonly x: boolean;
}

export function createReader(pattern: string): PatternReader {
  const flags: Flags = { i: false, s: false, m: false, x: false };
  return { pattern, at: 0, depth: 0, groups: 0, names: new Map(), flags };
}

/** What Java throws for a pattern that is none. */
export function refuse(r: PatternReader, reason: string): never {
  throw new ValueError(
    "TemplateMethod",
    `PatternSyntaxException: ${reason} near index ${r.at} of ${r.pattern.slice(0, 80)}`,
  );
}

/** Takes this text if it is what follows. */
export function eat(r: PatternReader, text: string): boolean {
  if (!r.pattern.startsWith(text, r.at)) return false;
  r.at += text.length;
  return true;
}

/** Looks at the next characters, at most `width` of them, and takes nothing. */
export function look(r: PatternReader, expression: RegExp, width: number): readonly (string | undefined)[] {
  return expression.exec(r.pattern.slice(r.at, r.at + width)) ?? [];
}

export function takeCodePoint(r: PatternReader): number {
  const c = r.pattern.codePointAt(r.at) ?? 0;
  r.at += c > 0xffff ? 2 : 1;
  return c;
}

const maximumDepth = 200;

/** Runs one level deeper; what JavaScript's stack does not hold is refused. */
export function deeper<T>(r: PatternReader, parse: () => T): T {
  r.depth += 1;
  if (r.depth > maximumDepth) refuse(r, "nested too deep");
  const parsed = parse();
  r.depth -= 1;
  return parsed;
}
