import { linkTarget, readZip, ZipError } from "../zip.ts";
import { invalidParameter, requestTooLarge } from "./errors.ts";

/** D: Lambda quotas, in bytes. */
const maximumZipped = 52_428_800;

/**
 * Refuses what Lambda refuses as a function's code: a package that is no zip, is too large, or would write outside
 * of its folder. Whether the handler is inside is not asked: Lambda finds that out when it runs the function.
 *
 * Only the zip's directory and its links are read here; the files are unpacked when the function is first invoked.
 *
 * @throws AwsError `InvalidParameterValueException` or `RequestEntityTooLargeException`.
 */
export async function checkZip(zip: Uint8Array): Promise<void> {
  if (zip.byteLength > maximumZipped) {
    throw requestTooLarge(`Zipped size must be smaller than ${maximumZipped} bytes`);
  }
  try {
    for (const entry of readZip(zip)) if (entry.kind === "link") await linkTarget(entry);
  } catch (error) {
    if (error instanceof ZipError) throw invalidParameter(error.message, error);
    throw error;
  }
}
