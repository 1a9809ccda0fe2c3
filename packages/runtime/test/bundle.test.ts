import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..", "src", "index.ts");

/** Bytes of a one-route function without its schema library, minified as `deploy` does it. */
const bytes = async (external: readonly string[]): Promise<number> => {
  const schema = `{ "~standard": { version: 1, vendor: "none", validate: (value) => ({ value }) } }`;
  const { outputFiles } = await build({
    stdin: {
      contents: `import { get, query } from ${JSON.stringify(source)};
        export const handler = get("/", { input: { a: query(${schema}) }, output: ${schema} }).handler(({ input }) => input);`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    external: [...external],
    write: false,
  });
  return outputFiles[0]?.contents.byteLength ?? 0;
};

test("a one-route function without zod stays within its bytes", async () => {
  expect(await bytes([])).toBeLessThanOrEqual(37_500);
  expect(await bytes(["@aws-lambda-powertools/logger"])).toBeLessThanOrEqual(12_600);
});
