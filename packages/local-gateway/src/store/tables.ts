/** A kind of document. `T` is the type of its documents, which must survive JSON unchanged. */
export interface Kind<out T> {
  readonly name: string;
  /** Never there: it only ties the type to the kind. */
  readonly document?: T;
}

export interface Entry {
  readonly key: readonly string[];
  readonly document: unknown;
}

/** Documents by the name of their kind, then by key, in the order in which they were first put. */
export type Tables = Map<string, Map<string, Entry>>;

export function kind<T>(name: string): Kind<T> {
  return { name };
}

export function emptyTables(): Tables {
  return new Map();
}

/** One text for a key, such that the text of a prefix is a prefix of the text. */
export function keyOf(parts: readonly string[]): string {
  return parts.map((part) => `${encodeURIComponent(part)}/`).join("");
}

export function tableOf(tables: Tables, name: string): Map<string, Entry> {
  let table = tables.get(name);
  if (table === undefined) {
    table = new Map();
    tables.set(name, table);
  }
  return table;
}
