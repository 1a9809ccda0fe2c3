import { createHash } from "node:crypto";
import { zipSync } from "fflate";

export interface CodeArchive {
  /** The zip archive, as Lambda takes it. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the archive in base64: what Lambda reports as `CodeSha256`. */
  readonly sha256: string;
}

/** Zips files. The same contents give the same bytes: on any machine, in any time zone, in any order of the files. */
export function zip(files: { readonly [path: string]: Uint8Array }): CodeArchive {
  const paths = Object.keys(files).sort();
  const bytes = zipSync(
    Object.fromEntries(
      paths.map((path) => [
        path,
        [files[path] ?? new Uint8Array(), { level: 9, mtime, os: unix, attrs: regularFile }],
      ]),
    ),
  );
  return { bytes, sha256: createHash("sha256").update(bytes).digest("base64") };
}

// A zip holds local time: only a date that is made from local fields reads the same in every zone.
const mtime = new Date(1980, 0, 1, 12, 0, 0);
const unix = 3;
const regularFile = (0o100644 << 16) >>> 0;
