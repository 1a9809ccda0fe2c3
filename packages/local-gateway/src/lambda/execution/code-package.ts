import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { unzip } from "fflate";
import { AwsError } from "../../aws-error.ts";
import type { FunctionRecord } from "../function-record.ts";

/** Lambda's limit of an unzipped package, in bytes (D, Lambda quotas). */
const maximumUnzippedBytes = 262_144_000;

export interface CodePackages {
  /**
   * The directory with the function's files, unzipped once for each hash of the code.
   *
   * @throws AwsError if the zip cannot be read, is too large or has a file outside of itself
   */
  unpacked(record: FunctionRecord): Promise<string>;
}

export function codePackages(
  workDirectory: string,
  readCode: (blob: string) => Promise<Uint8Array>,
): CodePackages {
  const known = new Map<string, Promise<string>>();
  return {
    unpacked(record) {
      const directory = join(workDirectory, Buffer.from(record.codeSha256, "base64").toString("hex"));
      const existing = known.get(directory);
      if (existing !== undefined) return existing;
      const unpacking = unpack(record, directory, workDirectory, readCode);
      known.set(directory, unpacking);
      // So that the next invocation tries again.
      unpacking.catch(() => known.delete(directory));
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
  const files = await unzipped(await readCode(record.codeBlob));
  const unfinished = `${directory}.${process.pid}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  // Ends the search for a package.json, which would else find "type": "module" in the user's project.
  await writeFile(join(workDirectory, "package.json"), "{}\n");
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith("/")) continue;
    const path = join(unfinished, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes, { mode: 0o755 });
  }
  await rename(unfinished, directory);
  return directory;
}

async function exists(directory: string): Promise<boolean> {
  try {
    return (await stat(directory)).isDirectory();
  } catch {
    return false;
  }
}

function unzipped(zip: Uint8Array): Promise<Record<string, Uint8Array>> {
  let bytes = 0;
  const refusals: AwsError[] = [];
  const filter = (file: { readonly name: string; readonly originalSize: number }): boolean => {
    bytes += file.originalSize;
    if (bytes > maximumUnzippedBytes) {
      refusals.push(invalid(`Unzipped size must be smaller than ${maximumUnzippedBytes} bytes`));
    }
    if (leavesPackage(file.name)) {
      refusals.push(
        invalid(`Could not unzip uploaded file. "${file.name}" would be written outside of the package.`),
      );
    }
    return refusals.length === 0;
  };
  return new Promise((resolve, reject) => {
    unzip(zip, { filter }, (error, files) => {
      if (refusals[0] !== undefined) reject(refusals[0]);
      else if (error) {
        reject(
          invalid("Could not unzip uploaded file. Please check your file, then try to upload again.", error),
        );
      } else resolve(files);
    });
  });
}

function leavesPackage(name: string): boolean {
  return (
    name.startsWith("/") ||
    name.includes("\\") ||
    name.includes("\0") ||
    /^[A-Za-z]:/.test(name) ||
    name.split("/").includes("..")
  );
}

function invalid(message: string, cause?: unknown): AwsError {
  return new AwsError("InvalidParameterValueException", 400, message, { cause });
}
