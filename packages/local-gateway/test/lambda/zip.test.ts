import { randomBytes } from "node:crypto";
import { lstat, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8, type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { linkTarget, readZip, type ZipEntry } from "../../src/lambda/zip.ts";
import { useFunctions } from "../fixtures/lambda-functions.ts";

const functions = useFunctions();
const link = (target: string): Zippable[string] => [
  strToU8(target),
  { os: 3, attrs: (0o120777 << 16) >>> 0 },
];
const file = strToU8("text");
const outside = (name: string) =>
  `Could not unzip uploaded file. "${name}" would be written outside of the package.`;
const unreadable = "Could not unzip uploaded file. Please check your file, then try to upload again.";

const readAll = async (entries: readonly ZipEntry[]) =>
  Promise.all(entries.map(async (entry) => (entry.kind === "link" ? linkTarget(entry) : entry.read())));

it("gives back what was zipped", async () => {
  const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.js$/);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, fc.uint8Array({ maxLength: 300 }), { minKeys: 1, noNullPrototype: true }),
      fc.constantFrom(0 as const, 6 as const),
      async (files, level) => {
        const entries = readZip(zipSync(files, { level }));
        const read = await Promise.all(entries.map(async (entry) => [entry.name, [...(await entry.read())]]));
        expect(Object.fromEntries(read)).toEqual(
          Object.fromEntries(Object.entries(files).map(([key, bytes]) => [key, [...bytes]])),
        );
      },
    ),
    { numRuns: 100 },
  );
});

it("never answers damaged bytes but with an error of its own", async () => {
  const whole = zipSync({ "a.js": randomBytes(50), "b/c.js": strToU8("text".repeat(50)), l: link("a.js") });
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.nat(255),
      fc.nat(whole.length),
      async (at, byte, length) => {
        const damaged = Uint8Array.from(whole).subarray(0, length);
        damaged[at] = byte;
        try {
          await readAll(readZip(damaged));
        } catch (error) {
          expect(error).toMatchObject({ name: "ZipError" });
        }
      },
    ),
    { numRuns: 300 },
  );
});

describe("a zip is refused", () => {
  it.each<[what: string, files: Zippable, message: string]>([
    ["that climbs out", { "../a": file }, outside("../a")],
    ["that climbs out further down", { "a/../../b": file }, outside("a/../../b")],
    ["with an absolute name", { "/etc/a": file }, outside("/etc/a")],
    ["with a drive", { "C:a": file }, outside("C:a")],
    ["with a backslash", { "a\\..\\b": file }, outside("a\\..\\b")],
    ["with a link to an absolute path", { a: link("/etc/passwd") }, outside("a")],
    ["with a link out", { "b/a": link("../../etc") }, outside("b/a")],
    ["with a link that climbs through another", { a: link("b"), c: link("a/../..") }, outside("c")],
    ["with a file below a link", { a: link("b"), "a/x": file }, outside("a/x")],
    ["with a file below a file", { a: file, "a/x": file }, unreadable],
    ["without entries", {}, "Uploaded file must be a non-empty zip"],
  ])("%s", async (_what, files, message) => {
    const read = async () => readAll(readZip(zipSync(files)));
    await expect(read()).rejects.toThrow(expect.objectContaining({ code: "ZipError", message }));
  });

  it("that unpacks to more than it says", async () => {
    const bomb = Buffer.from(zipSync({ "a.js": new Uint8Array(1_000_000) }));
    bomb.writeUInt32LE(1000, bomb.indexOf("PK\u0001\u0002") + 24);
    const [entry] = readZip(bomb);
    await expect(entry?.read()).rejects.toThrow(unreadable);
  });

  it("whose files share their bytes to be larger than they look", () => {
    const bomb = Buffer.from(zipSync({ "a.js": file, "b.js": file }));
    const first = bomb.indexOf("PK\u0001\u0002");
    for (const at of [first, bomb.indexOf("PK\u0001\u0002", first + 1)])
      bomb.writeUInt32LE(140_000_000, at + 24);
    expect(() => readZip(bomb)).toThrow("Unzipped size must be smaller than 262144000 bytes");
  });
});

it("links that stay inside are links in the package, too", async () => {
  const record = functions.define(
    {},
    {},
    zipSync({
      "lib/real.js": strToU8("module.exports = 42;"),
      "bin/linked.js": link("../lib/real.js"),
      "index.js": strToU8("exports.handler = async () => require('./bin/linked.js');"),
    }),
  );
  expect((await functions.call(record)).payload).toBe("42");
  const root = join(functions.workDirectory(), Buffer.from(record.codeSha256, "base64").toString("hex"));
  expect((await lstat(join(root, "bin/linked.js"))).isSymbolicLink()).toBe(true);
  expect(await readlink(join(root, "bin/linked.js"))).toBe("../lib/real.js");
  expect(await readFile(join(root, "lib/real.js"), "utf8")).toBe("module.exports = 42;");
});
