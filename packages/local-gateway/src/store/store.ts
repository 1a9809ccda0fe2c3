import type { Blobs } from "./blobs.ts";
import type { Change, Journal } from "./journal.ts";
import { type Entry, emptyTables, type Kind, keyOf, type Tables, tableOf } from "./tables.ts";

/** What can be asked of the documents. Documents are values: nobody changes one in place. */
export interface Reader {
  get<T>(kind: Kind<T>, ...key: readonly string[]): T | undefined;
  /** The documents whose key begins with the given parts, in the order in which they were first put. */
  list<T>(kind: Kind<T>, ...prefix: readonly string[]): readonly T[];
  /** The keys of a kind that begin with the given parts. */
  keys(kind: Kind<unknown>, ...prefix: readonly string[]): readonly (readonly string[])[];
}

/** Several changes that happen together or not at all. */
export interface Transaction extends Reader {
  put<T>(kind: Kind<T>, key: readonly string[], document: T): void;
  delete(kind: Kind<unknown>, ...key: readonly string[]): void;
  /** Deletes every document whose key begins with the given parts. */
  deleteAll(kind: Kind<unknown>, ...prefix: readonly string[]): void;
}

/**
 * The gateway's state: JSON documents by kind and key, and blobs by content.
 *
 * The order of writes, and what a crash leaves at each point:
 *
 * 1. A blob is written under a temporary name, synced, renamed to its SHA-256, and its folder synced, before any
 *    document names it. A crash leaves a temporary file or a blob that no document names: both are swept at start.
 * 2. A transaction runs against a staged view. If it throws, nothing has been written.
 * 3. Its changes are appended to the journal as one line and synced. A crash in the middle leaves a last line
 *    without its line feed: the reader drops it, so the transaction has not happened, and it was not acknowledged.
 * 4. Only then do the changes become visible to readers and does the caller get its answer. A crash between the
 *    two leaves a transaction that happened though its caller was not told: the same as a lost answer.
 * 5. At start, and when it has grown far beyond what it holds, the journal is rewritten to one line a document under
 *    another name, synced, and renamed over the old one. A crash before the rename leaves the old journal whole;
 *    after it, the new one.
 *
 * Transactions run one after another, so none sees another's half. When a write fails (a full disk), the end of the
 * journal is unknown: every later transaction is refused until the next start reads what is really there.
 */
export interface Store extends Reader {
  /** Runs `work`, makes its changes durable, then visible, and resolves to its result. */
  transact<T>(work: (transaction: Transaction) => T): Promise<T>;
  /** Keeps the bytes durably and resolves to their name, the SHA-256 in hexadecimal. */
  writeBlob(bytes: Uint8Array): Promise<string>;
  readBlob(name: string): Promise<Uint8Array>;
  /** Waits for what is under way and lets go of the files. */
  close(): Promise<void>;
}

/** Makes a store over a journal and blobs that are already open; `tables` is what the journal held. */
export function createStore(journal: Journal, blobs: Blobs, tables: Tables = emptyTables()): Store {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    ...readerOf(
      (name, prefix) => entriesBelow(tables, name, prefix),
      (name, key) => tables.get(name)?.entries.get(key),
    ),
    transact: (work) =>
      inTurn(async () => {
        const staged = stage(tables);
        const result = work(staged.transaction);
        const changes = staged.changes();
        if (changes.length > 0) {
          await journal.append(changes, tables);
          for (const change of changes) applyChange(tables, change);
        }
        return result;
      }),
    writeBlob: (bytes) => blobs.write(bytes),
    readBlob: (name) => blobs.read(name),
    close: () => inTurn(() => journal.close()),
  };
}

/** Carries out one change. Shared by live transactions and by the reader of the journal. */
export function applyChange(tables: Tables, change: Change): void {
  const table = tableOf(tables, change[1]);
  if (change[0] === "put") table.put({ key: change[2], document: change[3] });
  else table.delete(change[2]);
}

/** The entries of a kind whose key begins with the given parts. */
type Find = (name: string, prefix: readonly string[]) => readonly Entry[];

function readerOf(find: Find, get: (name: string, key: string) => Entry | undefined): Reader {
  return {
    get: <T>(kind: Kind<T>, ...key: readonly string[]) =>
      // Only `put` writes a document, and it takes the type of its kind.
      get(kind.name, keyOf(key))?.document as T | undefined,
    list: <T>(kind: Kind<T>, ...prefix: readonly string[]) =>
      find(kind.name, prefix).map((entry) => entry.document as T),
    keys: (kind, ...prefix) => find(kind.name, prefix).map((entry) => entry.key),
  };
}

function entriesBelow(tables: Tables, name: string, prefix: readonly string[]): readonly Entry[] {
  const group = tables.get(name)?.group(prefix);
  if (group === undefined) return [];
  const start = keyOf(prefix);
  const found: Entry[] = [];
  for (const [key, entry] of group) if (key.startsWith(start)) found.push(entry);
  return found;
}

/** A view of the tables that collects changes instead of making them. */
function stage(tables: Tables): { transaction: Transaction; changes: () => readonly Change[] } {
  const changes = new Map<string, Map<string, Change>>();
  const record = (change: Change) => {
    const ofKind = changes.get(change[1]) ?? new Map<string, Change>();
    changes.set(change[1], ofKind.set(keyOf(change[2]), change));
  };
  const get = (name: string, key: string) => {
    const change = changes.get(name)?.get(key);
    return change === undefined ? tables.get(name)?.entries.get(key) : entryAfter(change);
  };
  // What is there in its order, as it has become, and then what is new: the order that the tables will have.
  const find: Find = (name, prefix) => {
    const there = entriesBelow(tables, name, prefix);
    const ofKind = changes.get(name);
    if (ofKind === undefined) return there;
    const found: Entry[] = [];
    for (const entry of there) {
      const change = ofKind.get(keyOf(entry.key));
      const now = change === undefined ? entry : entryAfter(change);
      if (now !== undefined) found.push(now);
    }
    const start = keyOf(prefix);
    const before = tables.get(name)?.entries;
    for (const [key, change] of ofKind) {
      const entry = entryAfter(change);
      if (entry !== undefined && key.startsWith(start) && before?.has(key) !== true) found.push(entry);
    }
    return found;
  };
  const transaction: Transaction = {
    ...readerOf(find, get),
    put: (kind, key, document) => record(["put", kind.name, key, document]),
    delete: (kind, ...key) => record(["delete", kind.name, key]),
    deleteAll: (kind, ...prefix) => {
      for (const { key } of find(kind.name, prefix)) record(["delete", kind.name, key]);
    },
  };
  return { transaction, changes: () => [...changes.values()].flatMap((ofKind) => [...ofKind.values()]) };
}

function entryAfter(change: Change): Entry | undefined {
  return change[0] === "put" ? { key: change[2], document: change[3] } : undefined;
}
