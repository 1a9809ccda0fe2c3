import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { bundleFunction } from "../src/functions/bundle.ts";
import { zip } from "../src/functions/zip.ts";
import { temporaryProject, temporaryShop } from "./temporary-project.ts";

const run = promisify(execFile);
const greet = "src/functions/greet.ts";

async function moduleOf(directory: string, file: string): Promise<string> {
  const { bytes } = await bundleFunction(directory, file);
  return strFromU8(unzipSync(bytes)["index.mjs"] ?? new Uint8Array());
}

describe("a deployment package", () => {
  test("is one module with everything inside, which exports a handler that works", async () => {
    const directory = await temporaryShop();
    const text = await moduleOf(directory, greet);
    // Outside of the project: nothing there that it could still import.
    const elsewhere = await temporaryProject({});
    await writeFile(join(elsewhere, "index.mjs"), text);
    const { handler } = await import(pathToFileURL(join(elsewhere, "index.mjs")).href);
    expect(
      await handler({ greeter: "me" }, { getRemainingTimeInMillis: () => 1000, awsRequestId: "id" }),
    ).toEqual({
      message: "Hello, me!",
    });
  });

  test("says nothing of the folder it was made in", async () => {
    const directory = await temporaryShop();
    const text = await moduleOf(directory, greet);
    expect(text).not.toContain(directory);
    expect(text).not.toContain(import.meta.dirname);
  });

  test("is the same in any folder", async () => {
    const [one, other] = [await temporaryShop(), await temporaryShop()];
    const [left, right] = [await bundleFunction(one, greet), await bundleFunction(other, greet)];
    expect(one).not.toBe(other);
    expect(left.sha256).toBe(right.sha256);
  });

  test("is another one when the source is", async () => {
    const [one, other] = [
      await temporaryShop(),
      await temporaryShop({
        [greet]: `import { greet } from "../routes.ts"; export const handler = greet.handler(() => ({ message: "" }));`,
      }),
    ];
    const [left, right] = [await bundleFunction(one, greet), await bundleFunction(other, greet)];
    expect(left.sha256).not.toBe(right.sha256);
  });

  test("can use CommonJS packages that require Node's own modules", async () => {
    const directory = await temporaryProject({
      "src/functions/a.ts": `import * as old from "old"; export const handler = () => old.platform();`,
    });
    await mkdir(join(directory, "node_modules/old"), { recursive: true });
    await writeFile(
      join(directory, "node_modules/old/index.js"),
      `exports.platform = () => require("os").platform();`,
    );
    const text = await moduleOf(directory, "src/functions/a.ts");
    expect(text).toMatch(/^import\{createRequire as /);
    expect(text).not.toContain("node_modules");
    await writeFile(join(directory, "index.mjs"), text);
    const { handler } = await import(pathToFileURL(join(directory, "index.mjs")).href);
    expect(handler()).toBe(process.platform);
  });

  test("has no banner when nothing needs it", async () => {
    const directory = await temporaryProject({ "src/functions/a.ts": "export const handler = () => 1;" });
    expect(await moduleOf(directory, "src/functions/a.ts")).not.toContain("createRequire");
  });
});

describe("an archive", () => {
  const zipModule = pathToFileURL(join(import.meta.dirname, "../src/functions/zip.ts")).href;
  const script = `
    import { zip } from ${JSON.stringify(zipModule)};
    console.log(zip({ b: new Uint8Array([1, 2]), a: new Uint8Array(1000) }).sha256);`;

  test.each(["UTC", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati"])(
    "is the same in the time zone %s",
    async (TZ) => {
      const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], { env: { TZ } });
      expect(stdout.trim()).toBe(zip({ a: new Uint8Array(1000), b: new Uint8Array([1, 2]) }).sha256);
    },
  );

  test("has its files in order, whatever the order they are given in", () => {
    const [one, other] = [
      zip({ b: new Uint8Array(1), a: new Uint8Array(2) }),
      zip({ a: new Uint8Array(2), b: new Uint8Array(1) }),
    ];
    expect(Object.keys(unzipSync(one.bytes))).toEqual(["a", "b"]);
    expect(one).toEqual(other);
  });
});
