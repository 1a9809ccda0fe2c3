import fc from "fast-check";
import { expect, test } from "vitest";
import { halfDone } from "../../src/faults/halfway.ts";
import { openMemoryStore } from "../../src/store/open.ts";
import type { Reader, Transaction } from "../../src/store/store.ts";
import { kind } from "../../src/store/tables.ts";

const kinds = [kind<number>("a"), kind<number>("b")] as const;

type Change = readonly [what: "put" | "delete", kind: 0 | 1, group: string, name: string, value: number];

const change: fc.Arbitrary<Change> = fc.tuple(
  fc.constantFrom("put" as const, "delete" as const),
  fc.constantFrom(0 as const, 1 as const),
  fc.constantFrom("x", "y"),
  fc.constantFrom("1", "2", "3"),
  fc.nat(9),
);

const carryOut = (transaction: Transaction, changes: readonly Change[]): void => {
  for (const [what, index, group, name, value] of changes) {
    if (what === "put") transaction.put(kinds[index], ["r", group, name], value);
    else transaction.delete(kinds[index], "r", group, name);
  }
};
const contentOf = (store: Reader) =>
  kinds.map((one) => store.keys(one).map((key) => [key.join("/"), store.get(one, ...key)]));

test("what is left of half-done work is what its first half does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change), fc.array(change), async (before, changes) => {
      const [half, first] = [openMemoryStore(), openMemoryStore()];
      for (const store of [half, first]) await store.transact((transaction) => carryOut(transaction, before));
      await half.transact((transaction) => halfDone(transaction, (seen) => carryOut(seen, changes)));
      const part = changes.slice(0, Math.floor(changes.length / 2));
      await first.transact((transaction) => carryOut(transaction, part));
      expect(new Map(contentOf(half).flat() as [string, unknown][])).toEqual(
        new Map(contentOf(first).flat() as [string, unknown][]),
      );
    }),
  );
});

test("what is deleted together is a change for each", async () => {
  const store = openMemoryStore();
  const [one] = kinds;
  const names = async () => store.keys(one).map((key) => key.join("/"));
  await store.transact((transaction) => {
    for (const key of ["r/x/1", "r/x/2", "r/x/3", "r/x/4", "r/y/1"]) transaction.put(one, key.split("/"), 0);
  });
  await store.transact((transaction) => halfDone(transaction, (seen) => seen.deleteAll(one, "r", "x")));
  expect(await names()).toEqual(["r/x/3", "r/x/4", "r/y/1"]);
});

test("the work sees its own changes while it goes on, and its result is given back", async () => {
  const store = openMemoryStore();
  const seen = await store.transact((transaction) =>
    halfDone(transaction, (own) => {
      own.put(kinds[0], ["r", "x", "1"], 7);
      return own.get(kinds[0], "r", "x", "1");
    }),
  );
  expect(seen).toBe(7);
  expect(store.get(kinds[0], "r", "x", "1")).toBeUndefined();
});
