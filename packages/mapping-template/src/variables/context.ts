import type { Behaviours } from "../behaviours.ts";
import { createLazyMap, membersOf } from "../java/from-json.ts";
import { createMap } from "../java/map.ts";
import { display } from "../java/print.ts";
import type { JavaEntry, JavaMap, MapEntries, Value } from "../java/values.ts";
import type { Rendered } from "../render-input.ts";
import { ValueError } from "../template-error.ts";

type Overrides = Pick<Rendered, "requestOverride" | "responseOverride">;

/**
 * Whether an earlier template has overridden something. The first template of a request gets objects that hold nothing:
 * to find that out costs a tenth of what copying them would.
 */
export function carriesOverrides(source: object): boolean {
  // The usual context has neither; `in`, with the names written out, finds that out fastest.
  if (!("requestOverride" in source) && !("responseOverride" in source)) return false;
  return holdsOverride(source, "requestOverride") || holdsOverride(source, "responseOverride");
}

function holdsOverride(source: object, name: keyof Overrides): boolean {
  return Object.hasOwn(source, name) && !isEmpty(membersOf(source)[name], 2);
}

/** Whether a value is an object whose members, down to a depth, are objects without members. */
function isEmpty(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = membersOf(value);
  for (const name in members) if (depth === 1 || !isEmpty(members[name], depth - 1)) return false;
  return true;
}

/** What a template gives that has not asked for `$context`. */
export const noOverrides: Overrides = {
  requestOverride: { path: {}, querystring: {}, header: {} },
  responseOverride: { header: {} },
};

export interface Context {
  readonly value: Value;
  /** What the template overrode, together with what came in. */
  overrides(): Overrides;
}

/**
 * `$context`: the request's values, and `requestOverride` and `responseOverride` to write to.
 * D: "Override your API's request and response parameters and status codes for REST APIs in API Gateway".
 */
export function createContext(source: object, behaviours: Behaviours): Context {
  const entries = new ContextEntries(createLazyMap(membersOf(source)).entries, behaviours);
  return {
    value: { kind: "map", entries },
    overrides: () => (entries.isUntouched && !carriesOverrides(source) ? noOverrides : collect(entries)),
  };
}

function collect(context: MapEntries): Overrides {
  const request = context.get("requestOverride");
  const response = context.get("responseOverride");
  const status = statusOf(isMap(response) ? (response.entries.get("status") ?? null) : null);
  return {
    requestOverride: {
      path: texts(request, "path"),
      querystring: texts(request, "querystring"),
      header: texts(request, "header"),
    },
    responseOverride: { ...(status === undefined ? {} : { status }), header: texts(response, "header") },
  };
}

function texts(owner: Value | undefined, member: string): Readonly<Record<string, string>> {
  const found = isMap(owner) ? owner.entries.get(member) : undefined;
  if (!isMap(found)) return {};
  return Object.fromEntries(
    Array.from(found.entries.all(), ({ key, value }) => [display(key), textOf(value)]),
  );
}

/** D, the same page: a list is a header of several values, `foo,bar`. */
function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value !== "object" || value.kind !== "list") return display(value);
  return value.items.map((item) => (item === null ? "" : display(item))).join(",");
}

/** An integer from 100 to 599, also as text; anything else is ignored (LocalStack's reading; R for an override that counts). */
function statusOf(value: Value): number | undefined {
  const text = value === null ? "" : display(value);
  return /^[1-5][0-9]{2}$/.test(text) ? Number(text) : undefined;
}

function isMap(value: Value | undefined): value is JavaMap {
  return value !== undefined && value !== null && typeof value === "object" && value.kind === "map";
}

/** The members that each override object always has. */
const overrideMembers: ReadonlyMap<string, readonly string[]> = new Map([
  ["requestOverride", ["path", "querystring", "header"]],
  ["responseOverride", ["header"]],
]);

/** The context's entries; the override objects are there for who asks for them, also if the context came without. */
class ContextEntries implements MapEntries {
  readonly #entries: MapEntries;
  readonly #behaviours: Behaviours;
  readonly #opened = new Map<string, JavaMap>();

  constructor(entries: MapEntries, behaviours: Behaviours) {
    this.#entries = entries;
    this.#behaviours = behaviours;
  }

  get isUntouched(): boolean {
    return this.#opened.size === 0;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    const members = typeof key === "string" ? overrideMembers.get(key) : undefined;
    return members === undefined || typeof key !== "string"
      ? this.#entries.get(key)
      : this.#open(key, members);
  }

  set(key: Value, value: Value): void {
    if (typeof key === "string" && overrideMembers.has(key) && isMap(value)) this.#opened.set(key, value);
    this.#entries.set(key, value);
  }

  delete(key: Value): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  keys(): Value[] {
    return this.#entries.keys();
  }

  all(): Iterable<JavaEntry> {
    return this.#entries.all();
  }

  #open(name: string, members: readonly string[]): JavaMap {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const given = this.#entries.get(name);
    const map = copyOf(given);
    for (const member of members) {
      map.entries.set(member, this.#once(copyOf(map.entries.get(member)), `${name}.${member}`));
    }
    const made = this.#once(map, name);
    this.#opened.set(name, made);
    if (given !== undefined) this.#entries.set(name, made);
    return made;
  }

  #once(map: JavaMap, name: string): JavaMap {
    if (this.#behaviours.overrideTwice === "last") return map;
    return { kind: "map", entries: new OnceEntries(map.entries, name) };
  }
}

function copyOf(value: Value | undefined): JavaMap {
  return createMap(
    isMap(value) ? Array.from(value.entries.all(), (each) => [each.key, each.value] as const) : [],
  );
}

/** Entries of which each is set once in a rendering. */
class OnceEntries implements MapEntries {
  readonly #entries: MapEntries;
  readonly #name: string;
  readonly #assigned = new Set<string>();

  constructor(entries: MapEntries, name: string) {
    this.#entries = entries;
    this.#name = name;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Value, value: Value): void {
    const text = display(key);
    if (this.#assigned.has(text)) {
      const what = `$context.${this.#name}.${text}`;
      throw new ValueError(
        "TemplateOverride",
        `${what} is overridden twice; API Gateway lets each be set once`,
      );
    }
    this.#assigned.add(text);
    this.#entries.set(key, value);
  }

  delete(key: Value): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  keys(): Value[] {
    return this.#entries.keys();
  }

  all(): Iterable<JavaEntry> {
    return this.#entries.all();
  }
}
