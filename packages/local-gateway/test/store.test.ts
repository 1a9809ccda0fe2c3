import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openBlobs } from "../src/store/blobs.ts";
import { openJournal } from "../src/store/journal.ts";
import { openMemoryStore, openStore } from "../src/store/open.ts";
import { createStore, type Store } from "../src/store/store.ts";
import { kind } from "../src/store/tables.ts";
import { there } from "./fixtures/running-gateway.ts";

const notes = kind<{ readonly text: string }>("note");
const pages = kind<number>("page");
let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatewright-store-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const open = (blobs: readonly string[] = []) => openStore(directory, () => new Set(blobs));
const journal = () => join(directory, "journal.jsonl");

/** Opens the store, uses it and closes it. */
async function withStore<T>(
  use: (store: Store) => T | Promise<T>,
  blobs: readonly string[] = [],
): Promise<T> {
  const store = await open(blobs);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

describe.each([
  ["in memory", () => Promise.resolve(openMemoryStore())],
  ["in a directory", () => open()],
])("a store %s", (_where, opened) => {
  test("lists by prefix, in the order of the first put", async () => {
    const store = await opened();
    await store.transact((transaction) => {
      transaction.put(notes, ["a", "2"], { text: "two" });
      transaction.put(notes, ["a", "1"], { text: "one" });
      transaction.put(notes, ["ab", "3"], { text: "three" });
      transaction.put(notes, ["a", "2"], { text: "two again" });
    });
    expect(store.list(notes, "a").map(({ text }) => text)).toEqual(["two again", "one"]);
    expect(store.get(notes, "ab", "3")).toEqual({ text: "three" });
    expect(store.keys(notes)).toEqual([
      ["a", "2"],
      ["a", "1"],
      ["ab", "3"],
    ]);
    await store.close();
  });

  test("a transaction that throws has not happened, and sees itself while it runs", async () => {
    const store = await opened();
    await store.transact((transaction) => transaction.put(pages, ["p"], 1));
    const failing = store.transact((transaction) => {
      transaction.put(pages, ["p"], 2);
      transaction.put(pages, ["q"], 3);
      expect(transaction.list(pages)).toEqual([2, 3]);
      transaction.deleteAll(pages);
      expect(transaction.list(pages)).toEqual([]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(store.list(pages)).toEqual([1]);
    await store.close();
  });

  test("law: a transaction sees what everybody sees after it", async () => {
    const part = fc.constantFrom("a", "b", "c");
    const key = fc.array(part, { minLength: 1, maxLength: 3 });
    const change = fc.record({ key, value: fc.option(fc.nat(), { nil: undefined }), below: fc.boolean() });
    const store = await opened();
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 8 }),
        fc.array(part, { maxLength: 3 }),
        async (all, prefix) => {
          const seen = await store.transact((transaction) => {
            for (const { key: parts, value, below } of all) {
              if (value !== undefined) transaction.put(pages, parts, value);
              else if (below) transaction.deleteAll(pages, ...parts);
              else transaction.delete(pages, ...parts);
            }
            return [transaction.list(pages, ...prefix), transaction.keys(pages)];
          });
          expect([store.list(pages, ...prefix), store.keys(pages)]).toEqual(seen);
        },
      ),
      { numRuns: 25 },
    );
    await store.close();
  });

  test("transactions run one after another", async () => {
    const store = await opened();
    await store.transact((transaction) => transaction.put(pages, ["n"], 0));
    const add = () =>
      store.transact((transaction) => transaction.put(pages, ["n"], (transaction.get(pages, "n") ?? 0) + 1));
    await Promise.all(Array.from({ length: 20 }, add));
    expect(store.get(pages, "n")).toBe(20);
    await store.close();
  });

  test("blobs come back as they were", async () => {
    const store = await opened();
    const bytes = Uint8Array.from([0, 1, 255]);
    const name = await store.writeBlob(bytes);
    expect(await store.writeBlob(bytes)).toBe(name);
    expect(Uint8Array.from(await store.readBlob(name))).toEqual(bytes);
    await store.close();
  });
});

describe("the directory", () => {
  test("law: what any transactions leave is what the next start finds", async () => {
    const key = fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 });
    const change = fc.record({ key, text: fc.option(fc.string(), { nil: undefined }) });
    const transactions = fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(transactions, async (all) => {
        await rm(directory, { recursive: true, force: true });
        const read = (store: Store) => store.keys(notes).map((parts) => [parts, store.get(notes, ...parts)]);
        const written = await withStore(async (store) => {
          for (const changes of all) {
            await store.transact((transaction) => {
              for (const { key: parts, text } of changes) {
                if (text === undefined) transaction.delete(notes, ...parts);
                else transaction.put(notes, parts, { text });
              }
            });
          }
          return read(store);
        });
        expect(await withStore(read)).toEqual(written);
      }),
      { numRuns: 30 },
    );
  });

  test("a crash at any byte of the journal leaves whole transactions only", async () => {
    await withStore(async (store) => {
      for (let index = 1; index <= 3; index += 1) {
        await store.transact((transaction) => {
          transaction.put(pages, ["left"], index);
          transaction.put(pages, ["right"], index);
        });
      }
    });
    const whole = await readFile(journal());
    const seen = new Set<number | undefined>();
    for (let length = 0; length <= whole.byteLength; length += 1) {
      await writeFile(journal(), whole.subarray(0, length));
      await withStore((store) => {
        expect([length, store.get(pages, "left")]).toEqual([length, store.get(pages, "right")]);
        seen.add(store.get(pages, "left"));
      });
    }
    expect([...seen]).toEqual([undefined, 1, 2, 3]);
  });

  test("what was acknowledged survives a kill at any moment", async () => {
    const script = `
      Promise.all([import(process.argv[1]), import(process.argv[2])]).then(async ([{ openStore }, { kind }]) => {
        const store = await openStore(process.argv[3], () => new Set());
        for (let n = 1; ; n += 1) {
          await store.transact((transaction) => transaction.put(kind("page"), ["p"], n));
          process.stdout.write(n + "\\n");
        }
      });`;
    const modules = ["open", "tables"].map(
      (name) => new URL(`../src/store/${name}.ts`, import.meta.url).href,
    );
    for (let round = 1; round <= 5; round += 1) {
      const child = spawn(process.execPath, ["-e", script, ...modules, directory], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      for await (const chunk of child.stdout) {
        output += String(chunk);
        if (output.split("\n").length > round * 7) child.kill("SIGKILL");
      }
      const lines = output.split("\n").slice(0, -1).map(Number);
      expect(lines.length).toBeGreaterThanOrEqual(round * 7);
      const found = await withStore((store) => store.get(pages, "p"));
      // The last one may be durable without having been reported.
      expect(found).toBeGreaterThanOrEqual(lines.at(-1) ?? 0);
      expect(found).toBeLessThanOrEqual((lines.at(-1) ?? 0) + 1);
    }
  });

  test("a line in the middle that cannot be read is not passed over", async () => {
    await withStore((store) => store.transact((transaction) => transaction.put(pages, ["p"], 1)));
    const text = await readFile(journal(), "utf8");
    await writeFile(journal(), `${text}{"broken\n[["put","page",["q"],2]]\n`);
    await expect(open()).rejects.toMatchObject({
      code: "JournalDamaged",
      message: expect.stringContaining("Line 3 of"),
    });
    expect(await readdir(directory)).not.toContain("lock");
  });

  test("a journal of another version is refused and left as it is", async () => {
    const text = '{"format":"gatewright-journal","version":1}\n[["put","page",["p"],1]]\n';
    await writeFile(journal(), text);
    await expect(open()).rejects.toMatchObject({
      code: "JournalDamaged",
      message: expect.stringContaining("another version of the gateway"),
    });
    expect(await readFile(journal(), "utf8")).toBe(text);
  });

  test("a start keeps one line a document", async () => {
    await withStore(async (store) => {
      for (let index = 0; index < 10; index += 1) {
        await store.transact((transaction) => transaction.put(pages, ["p"], index));
      }
    });
    const before = (await readFile(journal(), "utf8")).split("\n").length;
    await withStore(() => undefined);
    const after = (await readFile(journal(), "utf8")).split("\n").length;
    expect([before, after]).toEqual([12, 3]);
  });

  test("a journal that has grown far beyond what it holds is rewritten while it is in use", async () => {
    const { journal: opened, tables } = await openJournal(directory, 10);
    const store = createStore(opened, await openBlobs(join(directory, "blobs"), () => true), tables);
    for (let index = 0; index < 40; index += 1) {
      await store.transact((transaction) => transaction.put(pages, [index % 2 === 0 ? "p" : "q"], index));
    }
    await store.close();
    // The header, two documents, and at most what may be appended to them.
    expect((await readFile(journal(), "utf8")).split("\n").length).toBeLessThanOrEqual(3 + 10 + 4 * 2 + 1);
    expect(await withStore((again) => again.list(pages))).toEqual([38, 39]);
  });

  test("blobs that no document names, and half-written ones, are swept at the start", async () => {
    const names = await withStore(async (store) => [
      await store.writeBlob(Buffer.from("kept")),
      await store.writeBlob(Buffer.from("dropped")),
    ]);
    await writeFile(join(directory, "blobs", "0".repeat(64)), "torn");
    const [kept = ""] = names;
    await withStore(() => undefined, [kept]);
    expect(await readdir(join(directory, "blobs"))).toEqual([kept]);
  });

  test("is refused to a second store, with the process that holds it", async () => {
    await withStore(async () => {
      await expect(open()).rejects.toMatchObject({
        code: "DataDirectoryLocked",
        message: expect.stringContaining(`${directory} is in use by process ${process.pid}`),
      });
    });
    await withStore(() => undefined);
  });

  test("a lock whose process is gone is taken over", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    await writeFile(join(directory, "lock"), JSON.stringify({ pid: child.pid, started: 1 }));
    await withStore((store) => store.transact((transaction) => transaction.put(pages, ["p"], 1)));
    // The number of this very process, but from an earlier life of the machine.
    await writeFile(join(directory, "lock"), JSON.stringify({ pid: process.pid, started: 1 }));
    expect(await withStore((store) => store.get(pages, "p"))).toBe(1);
    expect((await readdir(directory)).sort()).toEqual(["blobs", "journal.jsonl"]);
  });

  test.runIf(process.platform === "linux")(
    "a lock whose process was killed is taken over before anybody has waited for it",
    async () => {
      // The shell becomes a program that never waits for the child it has inherited: that one stays a zombie.
      const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 30"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      try {
        const [line] = await once(createInterface(there(parent.stdout)), "line");
        const stat = () => readFile(`/proc/${line}/stat`, "latin1");
        await vi.waitFor(async () => expect(await stat()).toContain(") Z "));
        await writeFile(join(directory, "lock"), JSON.stringify({ pid: Number(line), started: 1 }));
        await withStore(() => undefined);
      } finally {
        parent.kill("SIGKILL");
      }
    },
  );

  test("of two that start at once on a stale lock, one gets it", async () => {
    await writeFile(join(directory, "lock"), JSON.stringify({ pid: process.pid, started: 1 }));
    const results = await Promise.allSettled([open(), open()]);
    const opened = results.filter((result) => result.status === "fulfilled");
    expect(opened).toHaveLength(1);
    for (const { value } of opened) await value.close();
  });

  test("that cannot be made is named, with what to do", async () => {
    await writeFile(join(directory, "file"), "");
    const opening = openStore(join(directory, "file", "below"), () => new Set());
    await expect(opening).rejects.toMatchObject({ code: "DataDirectoryUnusable" });
  });
});

test("a write that fails is reported to its caller, changes nothing, and stops every later one", async () => {
  const blobs = { write: () => Promise.resolve(""), read: () => Promise.resolve(new Uint8Array()) };
  let writes = 0;
  const failing = {
    append: () => {
      writes += 1;
      return writes === 2 ? Promise.reject(new Error("disk full")) : Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  const store = createStore(failing, blobs);
  const put = (value: number) => store.transact((transaction) => transaction.put(pages, ["p"], value));
  await put(1);
  await expect(put(2)).rejects.toThrow("disk full");
  expect(store.get(pages, "p")).toBe(1);
});
