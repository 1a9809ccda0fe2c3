import type { Transaction } from "../store/store.ts";

/**
 * Runs the work of an operation and then takes back the later half of its changes, in the order in which it made them:
 * what is left is what a fault of the system in the middle leaves (D: PutRestApi is "idempotent, but not atomic").
 * Of an odd number of changes the greater part is taken back, of one the one.
 */
export function halfDone<T>(transaction: Transaction, work: (transaction: Transaction) => T): T {
  const undo: (() => void)[] = [];
  const remember = (kind: Parameters<Transaction["delete"]>[0], key: readonly string[]): void => {
    const before = transaction.get(kind, ...key);
    undo.push(() =>
      before === undefined ? transaction.delete(kind, ...key) : transaction.put(kind, key, before),
    );
  };
  const noted: Transaction = {
    ...transaction,
    put: (kind, key, document) => {
      remember(kind, key);
      transaction.put(kind, key, document);
    },
    delete: (kind, ...key) => {
      remember(kind, key);
      transaction.delete(kind, ...key);
    },
    deleteAll: (kind, ...prefix) => {
      const keys = transaction.keys(kind).filter((key) => prefix.every((part, index) => key[index] === part));
      for (const key of keys) noted.delete(kind, ...key);
    },
  };
  const result = work(noted);
  for (const step of undo.slice(Math.floor(undo.length / 2)).reverse()) step();
  return result;
}
