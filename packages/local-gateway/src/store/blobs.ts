import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder, writeDurably } from "./durable.ts";

/** Bytes by the SHA-256 of their content, in hexadecimal. */
export interface Blobs {
  /** Resolves to the blob's name once the bytes are on the disk. */
  write(bytes: Uint8Array): Promise<string>;
  read(name: string): Promise<Uint8Array>;
}

export function memoryBlobs(): Blobs {
  const blobs = new Map<string, Uint8Array>();
  return {
    write: (bytes) => {
      const name = nameOf(bytes);
      blobs.set(name, bytes.slice());
      return Promise.resolve(name);
    },
    read: (name) => {
      const bytes = blobs.get(name);
      return bytes === undefined ? Promise.reject(new Error(`no blob ${name}`)) : Promise.resolve(bytes);
    },
  };
}

/** Blobs as files of a folder. Those that `isInUse` does not know, and half-written ones, are removed first. */
export async function openBlobs(folder: string, isInUse: (name: string) => boolean): Promise<Blobs> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!isInUse(name)) await rm(join(folder, name), { force: true });
  }
  let written = 0;
  return {
    write: async (bytes) => {
      const name = nameOf(bytes);
      const file = join(folder, name);
      const there = await stat(file).catch(() => undefined);
      if (there?.size === bytes.byteLength) return name;
      written += 1;
      const unfinished = join(folder, `${name}.${written}.part`);
      await writeDurably(unfinished, bytes);
      await rename(unfinished, file);
      await syncFolder(folder);
      return name;
    },
    read: (name) => readFile(join(folder, name)),
  };
}

function nameOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
