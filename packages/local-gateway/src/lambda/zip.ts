import { crc32, inflateRaw } from "node:zlib";

/** Lambda's limit of an unzipped package, in bytes (D, Lambda quotas). */
const maximumUnzippedBytes = 262_144_000;

/** Why a package cannot be unzipped; Lambda's words where it has some. */
export class ZipError extends Error {
  override readonly name = "ZipError";
  readonly code = "ZipError";
}

export interface ZipEntry {
  /** Relative, with slashes; never leaves its folder. */
  readonly name: string;
  readonly kind: "file" | "directory" | "link";
  /** Unpacked, in bytes. */
  readonly size: number;
  /** Resolves to no more than `size` bytes. Rejects with a `ZipError` when the data are damaged. */
  read(): Promise<Uint8Array>;
}

/**
 * Reads the directory of a zip, and refuses one that is damaged or too large, or that would write outside of its
 * folder, by a name or through a link. Sizes are those that the zip claims; reading holds it to them.
 *
 * @throws ZipError
 */
export function readZip(zip: Uint8Array): readonly ZipEntry[] {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const entries = directoryOf(bytes);
  if (entries.length === 0) throw new ZipError("Uploaded file must be a non-empty zip");
  if (entries.reduce((sum, { size }) => sum + size, 0) > maximumUnzippedBytes) {
    throw new ZipError(`Unzipped size must be smaller than ${maximumUnzippedBytes} bytes`);
  }
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  for (const { name } of byName.values()) {
    if (leavesFolder(name)) throw outside(name);
    for (const folder of foldersOf(name)) {
      const kind = byName.get(folder)?.kind;
      // A file below a link would land wherever that points to.
      if (kind === "link") throw outside(name);
      if (kind === "file") throw new ZipError(unreadable);
    }
  }
  return [...byName.values()];
}

/**
 * Where a link points to, checked to stay inside: `..` only at its beginning, since a `..` after a name could climb
 * out through another link.
 *
 * @throws ZipError
 */
export async function linkTarget(entry: ZipEntry): Promise<string> {
  const target = Buffer.from(await entry.read()).toString("utf8");
  const [, climb = "", rest = ""] = /^((?:\.\.(?:\/|$)|\.\/)*)(.*)$/s.exec(target) ?? [];
  const depth = entry.name.split("/").length - 1;
  const climbed = climb.split("/").filter((segment) => segment === "..").length;
  if (target === "" || climbed > depth || leavesFolder(rest)) throw outside(entry.name);
  return target;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const unreadable = "Could not unzip uploaded file. Please check your file, then try to upload again.";

function directoryOf(zip: Buffer): ZipEntry[] {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== directoryEntry) throw new ZipError(unreadable);
    const nameLength = zip.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (next > zip.length) throw new ZipError(unreadable);
    entries.push(entryAt(zip, at, zip.toString("utf8", at + 46, at + 46 + nameLength)));
    at = next;
  }
  return entries;
}

/** The end record stands last, before a comment of at most 65,535 bytes. */
function endOf(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 65_535); at -= 1) {
    if (zip.readUInt32LE(at) === endOfDirectory) return at;
  }
  throw new ZipError(unreadable);
}

function entryAt(zip: Buffer, at: number, rawName: string): ZipEntry {
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const checksum = zip.readUInt32LE(at + 16);
  const compressed = zip.readUInt32LE(at + 20);
  const size = zip.readUInt32LE(at + 24);
  // Of a zip made on a Unix, the upper half holds the mode.
  const mode = zip.readUInt8(at + 5) === 3 ? zip.readUInt32LE(at + 38) >>> 16 : 0;
  const header = zip.readUInt32LE(at + 42);
  const isEncrypted = (flags & 1) !== 0;
  const fits = header + 30 <= zip.length && zip.readUInt32LE(header) === localHeader;
  if (isEncrypted || !fits || (method !== 0 && method !== 8)) throw new ZipError(unreadable);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  if (start + compressed > zip.length || (method === 0 && compressed !== size))
    throw new ZipError(unreadable);
  const isDirectory = rawName.endsWith("/");
  return {
    name: isDirectory ? rawName.replace(/\/+$/, "") : rawName,
    kind: isDirectory ? "directory" : (mode & 0o170000) === 0o120000 ? "link" : "file",
    size,
    read: async () => {
      const data = zip.subarray(start, start + compressed);
      const bytes = method === 0 ? data : await inflated(data, size);
      if (bytes.byteLength !== size || crc32(bytes) !== checksum) throw new ZipError(unreadable);
      return bytes;
    },
  };
}

function inflated(data: Buffer, size: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    inflateRaw(data, { maxOutputLength: Math.max(size, 1) }, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(new ZipError(unreadable, { cause: error }));
    });
  });
}

function leavesFolder(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split("/").includes("..");
}

function foldersOf(name: string): string[] {
  const segments = name.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}

function outside(name: string): ZipError {
  return new ZipError(`Could not unzip uploaded file. "${name}" would be written outside of the package.`);
}
