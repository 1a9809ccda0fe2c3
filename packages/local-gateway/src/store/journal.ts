import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { GatewayError } from "../gateway-error.ts";
import { syncFolder, writeDurably } from "./durable.ts";
import { applyChange } from "./store.ts";
import { emptyTables, type Tables } from "./tables.ts";

/** A document put or deleted: the kind's name, the key, and the document. */
export type Change =
  | readonly ["put", string, readonly string[], unknown]
  | readonly ["delete", string, readonly string[]];

export interface Journal {
  /**
   * Resolves when the changes are on the disk, all of them.
   *
   * @param tables what the journal holds before them
   */
  append(changes: readonly Change[], tables: Tables): Promise<void>;
  close(): Promise<void>;
}

const header = JSON.stringify({ format: "gatewright-journal", version: 2 });

/** A journal that keeps nothing. */
export const memoryJournal: Journal = {
  append: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/**
 * Opens `journal.jsonl` in a folder: reads what it holds, rewrites it to one line a document, and goes on appending.
 * When the appended lines outnumber the documents by far, it is rewritten again.
 *
 * @param slack how many lines more than four times the documents there may be
 *
 * @throws GatewayError `JournalDamaged` when a line other than the last cannot be read.
 */
export async function openJournal(
  folder: string,
  slack = 10_000,
): Promise<{ journal: Journal; tables: Tables }> {
  const file = join(folder, "journal.jsonl");
  const tables = await readJournal(file);
  const reopen = async (documents: Tables) => {
    await compact(file, documents);
    await syncFolder(folder);
    return open(file, "a");
  };
  let handle = await reopen(tables);
  let appended = 0;
  let failure: unknown;
  return {
    tables,
    journal: {
      append: async (changes, before) => {
        if (failure !== undefined) throw failed(file, failure);
        try {
          if (appended >= slack + 4 * sizeOf(before)) {
            const grown = handle;
            handle = await reopen(before);
            appended = 0;
            await grown.close();
          }
          appended += 1;
          await handle.appendFile(`${JSON.stringify(changes)}\n`);
          await handle.datasync();
        } catch (error) {
          failure = error;
          throw failed(file, error);
        }
      },
      close: () => handle.close(),
    },
  };
}

/** What a journal holds; an absent file holds nothing, and a torn last line has not happened. */
async function readJournal(file: string): Promise<Tables> {
  const tables = emptyTables();
  const lines = (await readIfThere(file)).split("\n");
  // After the last line feed stands nothing, or a line whose writing was cut short.
  lines.pop();
  lines.forEach((line, index) => {
    const changes = parseLine(line, index);
    if (changes === undefined) throw isOfAnotherVersion(line) ? outdated(file) : damaged(file, index + 1);
    for (const change of changes) applyChange(tables, change);
  });
  return tables;
}

function isOfAnotherVersion(line: string): boolean {
  return /^\{"format":"gatewright-journal","version":\d+\}$/.test(line);
}

function parseLine(line: string, index: number): readonly Change[] | undefined {
  if (index === 0) return line === header ? [] : undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return Array.isArray(value) && value.every(isChange) ? value : undefined;
}

function isChange(value: unknown): value is Change {
  if (!Array.isArray(value)) return false;
  const [verb, name, key] = value;
  return (
    typeof name === "string" &&
    Array.isArray(key) &&
    key.every((part) => typeof part === "string") &&
    ((verb === "put" && value.length === 4) || (verb === "delete" && value.length === 3))
  );
}

function sizeOf(tables: Tables): number {
  return [...tables.values()].reduce((sum, { entries }) => sum + entries.size, 0);
}

async function compact(file: string, tables: Tables): Promise<void> {
  const lines = [header];
  for (const [name, { entries }] of tables) {
    for (const entry of entries.values()) {
      lines.push(JSON.stringify([["put", name, entry.key, entry.document]]));
    }
  }
  const next = `${file}.next`;
  await rm(next, { force: true });
  await writeDurably(next, `${lines.join("\n")}\n`);
  await rename(next, file);
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function damaged(file: string, line: number): GatewayError {
  return new GatewayError(
    "JournalDamaged",
    `Line ${line} of ${file} cannot be read, and it is not the last one, so more than an interrupted write is wrong. ` +
      "Restore the file from a copy, or start with another data directory.",
  );
}

function outdated(file: string): GatewayError {
  return new GatewayError(
    "JournalDamaged",
    `${file} was written by another version of the gateway, which kept its documents in another form. ` +
      "Start with another data directory and deploy again, or use that version.",
  );
}

function failed(file: string, cause: unknown): GatewayError {
  return new GatewayError(
    "StoreFailed",
    `Writing ${file} failed, so nothing further is accepted. Make room or mend the disk, then start the gateway again.`,
    { cause },
  );
}
