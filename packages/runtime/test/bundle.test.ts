import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

const source = (name: string) => JSON.stringify(join(import.meta.dirname, "..", "src", name));

/** Bytes of a one-route function without its schema library, minified as `deploy` does it. */
const bytes = async (imports = "", use = ""): Promise<number> => {
  const schema = `{ "~standard": { version: 1, vendor: "none", validate: (value) => ({ value }) } }`;
  const { outputFiles } = await build({
    stdin: {
      contents: `import { get, query } from ${source("index.ts")}; ${imports}
        export const handler = get("/", { input: { a: query(${schema}) }, output: ${schema} })
          .handler(({ input }) => input)${use};`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  return outputFiles[0]?.contents.byteLength ?? 0;
};

test("a one-route function without zod stays within its bytes", async () => {
  expect(await bytes()).toBeLessThanOrEqual(10_300);
});

test("Powertools' logger is in the bundle of those who use it", async () => {
  const withLogger = await bytes(
    `import { powertools } from ${source("powertools.ts")};`,
    ".use(powertools())",
  );
  expect(withLogger).toBeLessThanOrEqual(34_000);
});

test("what reads other services' events is in the bundle of those who join", async () => {
  expect(
    await bytes(`import { join } from ${source("index.ts")}; export const all = join(handler);`),
  ).toBeLessThanOrEqual(15_000);
});
