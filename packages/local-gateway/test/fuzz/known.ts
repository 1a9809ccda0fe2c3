import type { OperationShape } from "../../src/protocol/operation-shape.ts";
import type { Random } from "./random.ts";

/** Labels and the values that name one thing that was made, such as `{restApiId, resourceId}`. */
export type Names = { readonly [label: string]: string };

/** What the calls so far have made, by its names, and texts that answers held. */
export interface Known {
  /** Names of something that has as many of the wanted labels as possible. */
  namesFor(labels: readonly string[], random: Random): Names | undefined;
  /** All things that have exactly these labels. */
  all(labels: readonly string[]): readonly Names[];
  /** The values of a label in all things that agree with the names. */
  valuesOf(label: string, names: Names): readonly string[];
  textsOf(member: string): readonly string[];
  learn(operation: OperationShape, names: Names, answer: unknown): void;
}

const keptNames = 40;

/** One thing under several names: a parent is a resource, and the root is one. */
const sameAs: { readonly [member: string]: string | undefined } = {
  parentId: "resourceId",
  rootResourceId: "resourceId",
};

export function createKnown(operations: ReadonlyMap<string, OperationShape>): Known {
  const things = new Map<string, Names[]>();
  const texts = new Map<string, string[]>();
  const keep = <T>(list: T[], value: T) => {
    list.push(value);
    if (list.length > keptNames) list.shift();
  };
  const learnThing = (names: Names) => {
    const key = keyOf(Object.keys(names));
    const list = things.get(key) ?? [];
    things.set(key, list);
    if (!list.some((other) => JSON.stringify(other) === JSON.stringify(names))) keep(list, names);
  };
  const learnTexts = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) learnTexts(item);
    else if (typeof value === "object" && value !== null) {
      for (const [member, inner] of Object.entries(value)) {
        if (typeof inner !== "string" || inner.length > 200) learnTexts(inner);
        else {
          const name = sameAs[member] ?? member;
          const list = texts.get(name) ?? [];
          texts.set(name, list);
          if (!list.includes(inner)) keep(list, inner);
        }
      }
    }
  };
  return {
    namesFor: (labels, random) => {
      const wanted = labels.map((label) => sameAs[label] ?? label);
      const fitting = [...things].filter(([key]) => key.split(",").every((label) => wanted.includes(label)));
      const withAny = fitting.filter(([, list]) => list.length > 0);
      if (withAny.length === 0) return undefined;
      const most = Math.max(...withAny.map(([key]) => key.split(",").length));
      // Sometimes less than could be named: a thing is made with names that are not taken.
      const best = withAny.filter(([key]) => key.split(",").length === most);
      const [, list] = random.oneOf(random.chance(0.6) ? best : withAny);
      const chosen = random.oneOf(list);
      return Object.fromEntries(
        labels.flatMap((label) => {
          const value = chosen[sameAs[label] ?? label];
          return value === undefined ? [] : [[label, value]];
        }),
      );
    },
    all: (labels) => things.get(keyOf(labels)) ?? [],
    valuesOf: (label, names) => {
      const name = sameAs[label] ?? label;
      const agreeing = [...things.values()]
        .flat()
        .filter((thing) =>
          Object.entries(names).every(
            ([other, value]) => thing[other] === undefined || thing[other] === value,
          ),
        );
      return [...new Set(agreeing.flatMap((thing) => thing[name] ?? []))];
    },
    textsOf: (member) => texts.get(sameAs[member] ?? member) ?? [],
    learn: (operation, names, answer) => {
      learnTexts(answer);
      if (operation.name.startsWith("Delete")) {
        const isGone = (thing: Names) =>
          Object.entries(names).every(([label, value]) => thing[label] === value);
        for (const [key, list] of things)
          things.set(
            key,
            list.filter((thing) => !isGone(thing)),
          );
      }
      if (typeof answer !== "object" || answer === null) return;
      const noun = /^(?:Create|Put|Import|Generate)(\w+)$/.exec(operation.name)?.[1];
      const getter = operations.get(`Get${noun}`);
      if (getter === undefined) return;
      const rest = labelsOf(getter).filter((label) => names[label] === undefined);
      const found = rest.map((label) => [label, nameIn(answer, label)] as const);
      if (found.some(([, value]) => value === undefined)) return;
      const above = Object.fromEntries(
        Object.entries(names).filter(([label]) => labelsOf(getter).includes(label)),
      );
      const made = { ...above, ...Object.fromEntries(found.map(([label, value]) => [label, value ?? ""])) };
      learnThing(made);
      const root: unknown = Reflect.get(answer, "rootResourceId");
      if (typeof root === "string") learnThing({ ...made, resourceId: root });
    },
  };
}

/** The members of an operation's input that stand in its path. */
export function labelsOf(operation: OperationShape): readonly string[] {
  if (!operation.input.isStructSchema()) return [];
  return [...operation.input.structIterator()].flatMap(([name, member]) =>
    member.getMergedTraits().httpLabel === undefined ? [] : [name],
  );
}

/** An answer names a thing by the label itself, or by what the label ends with (`modelName`: `name`), or by `id`. */
function nameIn(answer: object, label: string): string | undefined {
  const last = /[A-Z]\w*?$/.exec(label)?.[0]?.toLowerCase() ?? label;
  for (const member of [label, last, "id", "version"]) {
    const value: unknown = Reflect.get(answer, member);
    if (typeof value === "string") return value;
  }
  return undefined;
}

function keyOf(labels: readonly string[]): string {
  return [...labels].sort().join(",");
}
