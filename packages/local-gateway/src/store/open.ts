import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { errorText } from "../error-text.ts";
import { GatewayError } from "../gateway-error.ts";
import { memoryBlobs, openBlobs } from "./blobs.ts";
import { memoryJournal, openJournal } from "./journal.ts";
import { lockFolder } from "./lock.ts";
import { createStore, type Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** A store that is gone when the process ends. */
export function openMemoryStore(): Store {
  return createStore(memoryJournal, memoryBlobs());
}

/**
 * Opens the store in a folder, which is created when it is not there and belongs to this process until `close`.
 *
 * @param blobsInUse the names of the blobs that the documents mention; all others are removed.
 * @throws GatewayError `DataDirectoryLocked`, `DataDirectoryUnusable` or `JournalDamaged`.
 */
export async function openStore(
  directory: string,
  blobsInUse: (tables: Tables) => ReadonlySet<string>,
): Promise<Store> {
  const folder = resolve(directory);
  const unlock = await usable(folder, async () => {
    await mkdir(folder, { recursive: true });
    return lockFolder(folder);
  });
  try {
    const { journal, tables } = await usable(folder, () => openJournal(folder));
    const inUse = blobsInUse(tables);
    const blobs = await usable(folder, () => openBlobs(join(folder, "blobs"), (name) => inUse.has(name)));
    const store = createStore(journal, blobs, tables);
    return {
      ...store,
      close: async () => {
        await store.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function usable<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    const reason = errorText(error);
    throw new GatewayError(
      "DataDirectoryUnusable",
      `The data directory ${folder} cannot be used: ${reason}. Give one that this user may create and write.`,
      { cause: error },
    );
  }
}
