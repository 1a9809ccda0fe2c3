import { unzipSync } from "fflate";
import { invalidParameter, requestTooLarge } from "./errors.ts";

/** D: Lambda quotas, in bytes. */
const MAXIMUM_ZIPPED = 52_428_800;
const MAXIMUM_UNZIPPED = 262_144_000;

/**
 * Refuses what Lambda refuses as a function's code: a package that is no zip, is too large, or would write outside
 * of its folder. Whether the handler is inside is not asked: Lambda finds that out when it runs the function.
 *
 * Only the zip's directory is read here; the files are unpacked when the function is first invoked.
 *
 * @throws AwsError `InvalidParameterValueException` or `RequestTooLargeException`.
 */
export function checkZip(zip: Uint8Array): void {
  if (zip.byteLength > MAXIMUM_ZIPPED) {
    throw requestTooLarge(`Zipped size must be smaller than ${MAXIMUM_ZIPPED} bytes`);
  }
  const entries = listZip(zip);
  if (entries.length === 0) throw invalidParameter("Uploaded file must be a non-empty zip");
  const unzipped = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (unzipped > MAXIMUM_UNZIPPED) {
    throw invalidParameter(`Unzipped size must be smaller than ${MAXIMUM_UNZIPPED} bytes`);
  }
  const outside = entries.find(({ name }) => leavesFolder(name));
  if (outside !== undefined) {
    throw invalidParameter(
      `Could not unzip uploaded file. "${outside.name}" would be written outside of the package.`,
    );
  }
}

function listZip(zip: Uint8Array): readonly { readonly name: string; readonly size: number }[] {
  const entries: { name: string; size: number }[] = [];
  try {
    unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        entries.push({ name, size: originalSize });
        return false;
      },
    });
  } catch {
    throw invalidParameter(
      "Could not unzip uploaded file. Please check your file, then try to upload again.",
    );
  }
  return entries;
}

function leavesFolder(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split("/").includes("..");
}
