import { mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AwsError } from "../../aws-error.ts";
import type { FunctionRecord } from "../function-record.ts";
import { linkTarget, readZip, ZipError } from "../zip.ts";

export interface CodePackages {
  /** The same directory when it is there already. */
  known(record: FunctionRecord): string | undefined;
  /**
   * The directory with the function's files, unzipped once for each hash of the code.
   *
   * @throws AwsError `InvalidZipFileException` when the zip is damaged
   */
  unpacked(record: FunctionRecord): Promise<string>;
}

export function codePackages(
  workDirectory: string,
  readCode: (blob: string) => Promise<Uint8Array>,
): CodePackages {
  const known = new Map<string, Promise<string>>();
  const finished = new Map<string, string>();
  return {
    known: ({ codeSha256 }) => finished.get(codeSha256),
    unpacked(record) {
      const directory = join(workDirectory, Buffer.from(record.codeSha256, "base64").toString("hex"));
      const existing = known.get(directory);
      if (existing !== undefined) return existing;
      const unpacking = unpack(record, directory, workDirectory, readCode).catch(reject);
      known.set(directory, unpacking);
      unpacking.then(
        () => finished.set(record.codeSha256, directory),
        // So that the next invocation tries again.
        () => known.delete(directory),
      );
      return unpacking;
    },
  };
}

/** A directory appears under its name only when it is whole: it is written beside and renamed. */
async function unpack(
  record: FunctionRecord,
  directory: string,
  workDirectory: string,
  readCode: (blob: string) => Promise<Uint8Array>,
): Promise<string> {
  if (await exists(directory)) return directory;
  const entries = readZip(await readCode(record.codeBlob));
  const unfinished = `${directory}.${process.pid}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  // Ends the search for a package.json, which would else find "type": "module" in the user's project.
  await writeFile(join(workDirectory, "package.json"), "{}\n");
  for (const entry of entries) {
    const path = join(unfinished, entry.name);
    await mkdir(entry.kind === "directory" ? path : dirname(path), { recursive: true });
    if (entry.kind === "file") await writeFile(path, await entry.read(), { mode: 0o755 });
  }
  // Last, so that nothing is written through one.
  for (const entry of entries) {
    if (entry.kind === "link") await symlink(await linkTarget(entry), join(unfinished, entry.name));
  }
  await rename(unfinished, directory);
  return directory;
}

function reject(error: unknown): never {
  if (!(error instanceof ZipError)) throw error;
  const members = { Type: "User" };
  throw new AwsError("InvalidZipFileException", 502, error.message, { cause: error, members });
}

async function exists(directory: string): Promise<boolean> {
  try {
    return (await stat(directory)).isDirectory();
  } catch {
    return false;
  }
}
