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

/** The documents of one kind, in the order in which they were first put. */
export interface Table {
  readonly entries: ReadonlyMap<string, Entry>;
  /**
   * The documents whose key begins with these two parts, which name an account's Region and what belongs together
   * there, such as one API: a list of one API's documents does not cost more for the others.
   */
  group(prefix: readonly string[]): ReadonlyMap<string, Entry>;
  put(entry: Entry): void;
  delete(key: readonly string[]): void;
}

/** Tables by the name of their kind. */
export type Tables = Map<string, Table>;

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

export function tableOf(tables: Tables, name: string): Table {
  let table = tables.get(name);
  if (table === undefined) {
    table = emptyTable();
    tables.set(name, table);
  }
  return table;
}

/** All documents of a kind. */
export function entriesOf(tables: Tables, name: string): Iterable<Entry> {
  return tables.get(name)?.entries.values() ?? [];
}

const groupLength = 2;

function emptyTable(): Table {
  const entries = new Map<string, Entry>();
  const groups = new Map<string, Map<string, Entry>>();
  const none: ReadonlyMap<string, Entry> = new Map();
  return {
    entries,
    group: (prefix) =>
      prefix.length < groupLength ? entries : (groups.get(keyOf(prefix.slice(0, groupLength))) ?? none),
    put: (entry) => {
      const key = keyOf(entry.key);
      entries.set(key, entry);
      if (entry.key.length < groupLength) return;
      const name = keyOf(entry.key.slice(0, groupLength));
      const group = groups.get(name) ?? new Map<string, Entry>();
      groups.set(name, group.set(key, entry));
    },
    delete: (parts) => {
      const key = keyOf(parts);
      entries.delete(key);
      const name = keyOf(parts.slice(0, groupLength));
      const group = groups.get(name);
      group?.delete(key);
      if (group?.size === 0) groups.delete(name);
    },
  };
}
