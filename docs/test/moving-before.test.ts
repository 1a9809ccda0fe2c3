import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { event, invoke, lambdaContext } from "@gatewright/runtime/testing";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handler as after } from "../examples/moving/src/functions/change-order.ts";
import { changeOrder } from "../examples/moving/src/routes/orders.ts";

const root = join(import.meta.dirname, "..", "..");
// The frameworks that people come from are installed for the benchmarks only, by `npm run bench`.
const peers = join(root, "benchmarks", "node_modules");

describe.skipIf(!existsSync(peers))("what people have before they move", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gatewright-moving-"));
    await cp(join(root, "docs", "examples", "moving"), folder, { recursive: true });
    await symlink(peers, join(folder, "node_modules"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const compilerOptions = {
      composite: false,
      declaration: false,
      declarationMap: false,
      noEmit: true,
      noPropertyAccessFromIndexSignature: false,
    };
    const config = { extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["before"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test("compiles", async () => {
    const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
    const tsc = join(dirname(typescript), "bin", "tsc");
    const compiled = promisify(execFile)(process.execPath, [tsc, "-p", folder, "--pretty", "false"]);
    expect((await compiled.catch((failed: { stdout: string }) => failed)).stdout).toBe("");
  });

  test.each(["middy", "powertools", "hono", "express"])("answers as it will: %s", async (framework) => {
    const outfile = join(folder, `${framework}.cjs`);
    await build({
      entryPoints: [join(folder, "before", `${framework}.ts`)],
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "silent",
    });
    const { handler: before } = createRequire(import.meta.url)(outfile);
    const order = { sku: "cup", count: 3 };
    for (const [input, status] of [
      [{ id: "1", order, dryRun: "true" }, 200],
      [{ id: "1", order }, 200],
      [{ id: "9", order }, 404],
      [{ id: "1", order: { sku: "cup", count: 0 } }, framework === "powertools" ? 422 : 400],
    ] as const) {
      const answer = await before(event(changeOrder, input), lambdaContext());
      expect(answer).toMatchObject({ statusCode: status });
      const now = await invoke(changeOrder, after, input);
      expect(now.status).toBe(status === 422 ? 400 : status);
      if (now.ok) expect(JSON.parse(answer.body)).toEqual(now.body);
    }
  });
});
