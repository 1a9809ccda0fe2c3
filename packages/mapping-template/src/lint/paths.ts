import {
  advance,
  afterPrinted,
  givenUp,
  type JsonState,
  withComma,
  withoutLastComma,
  withoutThisComma,
} from "./json-state.ts";

/** What is taken for true or false on one way through the template, by the key of what was asked. */
type Assumptions = ReadonlyMap<string, boolean>;

/** One way through a template up to some point: what it has printed, and what it took for true. */
export interface Path {
  readonly json: JsonState;
  readonly assumptions: Assumptions;
  /** False once the way may be one that no request takes; then nothing is said about commas. */
  readonly sure: boolean;
  /** Offset of the last comma that was structure. */
  readonly comma: number;
}

/** More ways than this are put together. */
const maximumPaths = 32;

/** Each way once; if there are too many, what distinguished them is forgotten. */
export function distinct(paths: readonly Path[]): readonly Path[] {
  if (paths.length < 2) return paths;
  const found = new Map(paths.map((path) => [keyOf(path), path]));
  if (found.size <= maximumPaths) return [...found.values()];
  const forgotten = paths.map((path) => ({ ...path, assumptions: new Map<string, boolean>(), sure: false }));
  const left = [...new Map(forgotten.map((path) => [keyOf(path), path])).values()];
  return left.length <= maximumPaths
    ? left
    : left.slice(0, 1).map((path) => ({ ...path, json: givenUp(path.json) }));
}

function keyOf({ json, assumptions, sure }: Path): string {
  const assumed = Array.from(assumptions, ([key, holds]) => `${holds ? "" : "!"}${key}`).sort();
  return `${json.mode} ${json.stack} ${sure} ${assumed.join("\n")}`;
}

/** How much there is to look at in so many ways. */
export function costOf(paths: readonly Path[]): number {
  return paths.reduce((sum, { assumptions }) => sum + 1 + assumptions.size, 0);
}

/** Says that a comma is one too many, or lacks. */
export type ReportComma = (code: "StrayComma" | "MissingComma", offset: number) => void;

/**
 * All ways after some text. A way on which the text is no JSON is dropped as long as there are others: conditions
 * exclude each other more often than templates are wrong. `at` gives the offset of a character of the text.
 */
export function feed(
  paths: readonly Path[],
  text: string,
  at: (index: number) => number,
  report: ReportComma,
): readonly Path[] {
  const fed = paths.map((path) => feedOne(path, text, at, report));
  const alive = fed.filter(({ fits }) => fits);
  return distinct((alive.length > 0 ? alive : fed).map(({ path }) => path));
}

function feedOne(
  path: Path,
  text: string,
  at: (index: number) => number,
  report: ReportComma,
): { readonly path: Path; readonly fits: boolean } {
  let { json, comma } = path;
  let fits = true;
  for (let i = 0; i < text.length; i += 1) {
    if (json.mode === "unknown") break;
    const c = text.charAt(i);
    let next = advance(json, c);
    if (next === undefined && path.sure) {
      const last = withoutLastComma(json, c);
      if (last !== undefined && comma >= 0) report("StrayComma", comma);
      const early = withoutThisComma(json, c);
      if (early !== undefined) report("StrayComma", at(i));
      const thought = withComma(json, c);
      if (thought !== undefined) report("MissingComma", at(i));
      next = last ?? early ?? thought;
    }
    if (next === undefined) {
      fits = false;
      next = givenUp(json);
      // The character at hand may be a quote, and quotes are still counted.
      next = advance(next, c) ?? next;
    }
    if (c === "," && (next.mode === "key" || next.mode === "item")) comma = at(i);
    json = next;
  }
  return { path: { ...path, json, comma }, fits };
}

/** All ways after something that is not known was printed. */
export function feedUnknown(paths: readonly Path[], sure: boolean): readonly Path[] {
  return distinct(paths.map((path) => ({ ...path, json: afterPrinted(path.json), sure: path.sure && sure })));
}

/** The ways, with more assumed or less. */
export function assuming(
  paths: readonly Path[],
  facts: Iterable<readonly [string, boolean]>,
): readonly Path[] {
  const added = [...facts];
  return paths.map((path) => ({ ...path, assumptions: new Map([...path.assumptions, ...added]) }));
}

export function forgetting(paths: readonly Path[], isForgotten: (key: string) => boolean): readonly Path[] {
  return distinct(
    paths.map((path) => ({
      ...path,
      assumptions: new Map([...path.assumptions].filter(([key]) => !isForgotten(key))),
    })),
  );
}

/** The ways as ones that no request may take. */
export function unsure(paths: readonly Path[]): readonly Path[] {
  return distinct(paths.map((path) => ({ ...path, sure: false })));
}
