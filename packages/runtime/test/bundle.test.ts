import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";

const source = (name: string) => JSON.stringify(join(import.meta.dirname, "..", "src", name));

const schema = `{ "~standard": { version: 1, vendor: "none", validate: (value) => ({ value }) } }`;

/** Bytes of a function without its schema library, minified by who knows nothing of routes; `deploy` knows more. */
const bytes = async (contents: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  return outputFiles[0]?.contents.byteLength ?? 0;
};

const oneRoute = (options = "", use = ""): string => `
  import { get, query } from ${source("index.ts")};
  export const handler = get("/", { ${options} input: { a: query(${schema}) }, output: ${schema} })
    .handler(({ input }) => input)${use};`;

// Of these bytes, middy's core and its http-error-handler are 3,970.
test.each([
  ["a proxy integration", oneRoute(), 9_560],
  ["a custom integration", oneRoute('integration: "custom",'), 9_580],
])("a function of one route with %s stays within its bytes", async (_, contents, most) => {
  expect(await bytes(contents)).toBeLessThanOrEqual(most);
});

test("what reads a JSON body and its headers is in the bundle of those who have one", async () => {
  const contents = `
    import { body, put, query } from ${source("index.ts")};
    export const handler = put("/{id}", { input: { a: query(${schema}), b: body(${schema}) }, output: ${schema} })
      .handler(({ input }) => input);`;
  const all = await bytes(contents);
  expect(all).toBeLessThanOrEqual(10_470);
  expect(all - (await bytes(oneRoute()))).toBeGreaterThan(500);
});

test("Powertools' logger is in the bundle of those who use it", async () => {
  const contents = `import { powertools } from ${source("powertools.ts")}; ${oneRoute("", ".use(powertools())")}`;
  expect(await bytes(contents)).toBeLessThanOrEqual(33_990);
});

test("what reads other services' events is in the bundle of those who join", async () => {
  const contents = `import { join } from ${source("index.ts")}; ${oneRoute()} export const all = join(handler);`;
  expect(await bytes(contents)).toBeLessThanOrEqual(14_380);
});

test("what an API says for all its routes is in the bundle of those who say it", async () => {
  const contents = `import { withApi } from ${source("with-api.ts")}; ${oneRoute()} export const all = withApi(handler);`;
  expect(await bytes(contents)).toBeLessThanOrEqual(11_410);
});
