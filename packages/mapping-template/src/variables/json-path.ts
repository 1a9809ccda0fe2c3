import { list, type Value } from "../java/values.ts";
import { ValueError } from "../template-error.ts";

/** One step of a JSONPath. */
type PathStep =
  | { readonly type: "names"; readonly names: readonly string[] }
  | { readonly type: "indexes"; readonly indexes: readonly number[] }
  | {
      readonly type: "slice";
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly by: number;
    }
  | { readonly type: "all" }
  | { readonly type: "deep" };

export interface JsonPath {
  /**
   * What the path finds, `undefined` when nothing; a path that may find several gives a list.
   * @param pay called with the number of values that were looked at; may throw.
   */
  find(root: Value, pay: (values: number) => void): Value | undefined;
}

const cache = new Map<string, JsonPath>();
const cacheSize = 500;

/**
 * Reads a JSONPath: `$`, `.name`, `['name']`, `['a','b']`, `[0]`, `[-1]`, `[0,2]`, `[1:3]`, `[*]`, `.*`, `..name`.
 * @throws ValueError `TemplateJsonPath`; filters and functions are not supported.
 */
export function jsonPath(path: string): JsonPath {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const steps = readPath(path);
  const definite = steps.every((step) => isSingle(step));
  const made: JsonPath = {
    find(root, pay) {
      let found: readonly Value[] = [root];
      for (const step of steps) found = followAll(found, step, pay);
      return definite ? found[0] : list([...found], "json");
    },
  };
  if (cache.size >= cacheSize) cache.clear();
  cache.set(path, made);
  return made;
}

/** Steps that find several values each multiply what the next has to look at, so each value is paid for. */
function followAll(
  values: readonly Value[],
  step: PathStep,
  pay: (values: number) => void,
): readonly Value[] {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return paid(follow(only, step), pay);
  const found: Value[] = [];
  for (const value of values) {
    for (const each of paid(follow(value, step), pay)) found.push(each);
  }
  return found;
}

function paid(values: readonly Value[], pay: (values: number) => void): readonly Value[] {
  if (values.length > 1) pay(values.length);
  return values;
}

function isSingle(step: PathStep): boolean {
  return (
    (step.type === "names" && step.names.length === 1) ||
    (step.type === "indexes" && step.indexes.length === 1)
  );
}

function follow(value: Value, step: PathStep): readonly Value[] {
  if (value === null || typeof value !== "object") return step.type === "deep" ? [value] : [];
  switch (step.type) {
    case "names":
      return value.kind === "map" ? step.names.map((name) => value.entries.get(name)).filter(isFound) : [];
    case "indexes":
      return value.kind === "list" ? step.indexes.map((at) => value.items.at(at)).filter(isFound) : [];
    case "slice":
      return value.kind === "list"
        ? value.items.slice(step.from, step.to).filter((_, i) => i % step.by === 0)
        : [];
    case "all":
      return children(value);
    case "deep":
      return descendants(value);
  }
}

function isFound(value: Value | undefined): value is Value {
  return value !== undefined;
}

function children(value: Value): readonly Value[] {
  if (value === null || typeof value !== "object") return [];
  if (value.kind === "list") return value.items;
  return value.kind === "map" ? Array.from(value.entries.all(), (entry) => entry.value) : [];
}

function descendants(value: Value, found: Value[] = []): readonly Value[] {
  found.push(value);
  for (const child of children(value)) descendants(child, found);
  return found;
}

const dotted = /\.([^.[\]\s()?@]+)/y;
const bracketed =
  /\[\s*([^\]'"]*|(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/y;
const quotedName = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;

function readPath(path: string): readonly PathStep[] {
  const trimmed = path.trim();
  const source = trimmed.startsWith("$") ? trimmed : `$.${trimmed}`;
  const steps: PathStep[] = [];
  let at = 1;
  while (at < source.length) {
    if (source.startsWith("..", at)) {
      steps.push({ type: "deep" });
      at += source[at + 2] === "[" ? 2 : 1;
      continue;
    }
    const step = readStep(source, at);
    if (step === undefined) {
      throw new ValueError(
        "TemplateJsonPath",
        `The JSONPath ${JSON.stringify(path)} is not supported at character ${at + 1}`,
      );
    }
    steps.push(step.step);
    at = step.end;
  }
  return steps;
}

function readStep(source: string, at: number): { readonly step: PathStep; readonly end: number } | undefined {
  dotted.lastIndex = at;
  const name = dotted.exec(source)?.[1];
  if (name !== undefined) {
    return { step: name === "*" ? { type: "all" } : { type: "names", names: [name] }, end: dotted.lastIndex };
  }
  bracketed.lastIndex = at;
  const inside = bracketed.exec(source)?.[1];
  const step = inside === undefined ? undefined : readBracket(inside.trim());
  return step === undefined ? undefined : { step, end: bracketed.lastIndex };
}

function readBracket(inside: string): PathStep | undefined {
  if (inside === "*") return { type: "all" };
  if (/^['"]/.test(inside)) {
    const names = Array.from(inside.matchAll(quotedName), (match) =>
      (match[1] ?? match[2] ?? "").replace(/\\(.)/g, "$1"),
    );
    return { type: "names", names };
  }
  if (/^-?[0-9]+(?:\s*,\s*-?[0-9]+)*$/.test(inside)) {
    return { type: "indexes", indexes: inside.split(",").map(Number) };
  }
  const slice = /^(-?[0-9]+)?\s*:\s*(-?[0-9]+)?(?:\s*:\s*([1-9][0-9]*))?$/.exec(inside);
  if (slice === null) return undefined;
  const bound = (written: string | undefined) => (written === undefined ? undefined : Number(written));
  return { type: "slice", from: bound(slice[1]), to: bound(slice[2]), by: bound(slice[3]) ?? 1 };
}
