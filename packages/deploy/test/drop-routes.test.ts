import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { dropRoutes } from "../src/functions/drop-routes.ts";

const folder = await mkdtemp(join(tmpdir(), "gatewright-drop-routes-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const routesFile = (count: number, end: string): string =>
  `import { api, body, get, post, query } from "@gatewright/runtime";
import * as z from "zod";
interface Unused { readonly name: string }
const Shared = z.object({ id: z.string() }).strict();
${Array.from(
  { length: count },
  (_, index) => `const Order${index} = z.object({ sku: z.string(), count: z.number().int(), of: Shared });
export const route${index} = post("/things${index}/{id}", {
  input: { page: query("page${index}", z.coerce.number().optional()), order: body(Order${index}) },
  output: { 201: Order${index}, 202: z.object({ ticket${index}: z.number() }) },
  errors: { OutOfStock${index}: 409 },
});`,
).join("\n")}
${end}
`;

const bundle = (name: string, source: string, plugin = true): Promise<string> =>
  bundleFiles(name, { "api.ts": source }, "./api.ts", plugin);

/** The bundle of a function that imports `route0` from one of the files. */
const bundleFiles = async (
  name: string,
  files: Readonly<Record<string, string>>,
  imported: string,
  plugin = true,
): Promise<string> => {
  const directory = join(folder, "src", name);
  await mkdir(join(directory, "routes"), { recursive: true });
  for (const [file, source] of Object.entries(files)) await writeFile(join(directory, file), source);
  await writeFile(
    join(directory, "function.ts"),
    `import { route0 } from "${imported}";\nexport const handler = route0.handler(({ reply, input }) => reply(201, input.order));\n`,
  );
  const { outputFiles } = await build({
    entryPoints: [join(directory, "function.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    write: false,
    plugins: [packagesOutside, ...(plugin ? [dropRoutes()] : [])],
  });
  return outputFiles[0]?.text ?? "";
};

/** Leaves out packages, free of side effects as they say they are: the same in all, they would hide the difference. */
const packagesOutside: Plugin = {
  name: "packages-outside",
  setup(build) {
    build.onResolve({ filter: /^(@gatewright\/runtime|zod)$/ }, () => ({
      external: true,
      sideEffects: false,
    }));
  },
};

const all = (count: number): string =>
  `export default api({ name: "shop", routes: { ${Array.from({ length: count }, (_, index) => `route${index}`).join(", ")} } });`;

test("a function of one route does not hold the other 299 of its file", async () => {
  const one = await bundle("one", routesFile(1, all(1)));
  const many = await bundle("many", routesFile(300, all(300)));
  expect(many.length).toBeLessThanOrEqual(one.length * 1.02);
  expect(many).toContain("/things0/{id}");
  expect(many).not.toContain("/things1/{id}");
  expect((await bundle("without", routesFile(300, all(300)), false)).length).toBeGreaterThan(one.length * 10);
});

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Files of some routes each, and an `api.ts` that composes them: `shop`, and by its default export. */
const composed = (count: number, size: number): Readonly<Record<string, string>> => {
  const files = numbers(Math.ceil(count / size)).map((file) => {
    const own = numbers(Math.min(size, count - file * size)).map((index) => file * size + index);
    return { name: `routes/area${file}.ts`, own };
  });
  const names = numbers(count).map((index) => `route${index}`);
  return {
    ...Object.fromEntries(
      files.map(({ name, own }) => [
        name,
        `import { body, post } from "@gatewright/runtime";
import * as z from "zod";
${own
  .map(
    (index) => `const Order${index} = z.object({ sku: z.string(), count: z.number().int() });
export const route${index} = post("/things${index}/{id}", { input: { order: body(Order${index}) }, output: { 201: Order${index}, 202: z.null() } });`,
  )
  .join("\n")}
`,
      ]),
    ),
    "api.ts": `import { api } from "@gatewright/runtime";
${files.map(({ name, own }) => `import { ${own.map((index) => `route${index}`).join(", ")} } from "./${name}";`).join("\n")}
export { ${names.join(", ")} };
export const shop = api({ name: "shop", routes: { ${names.join(", ")} } });
export default shop;
`,
  };
};

test.each([
  ["a file a route, the function imports that file", 1, "./routes/area0.ts"],
  ["a file a route, the function imports api.ts", 1, "./api.ts"],
  ["files of ten routes, the function imports its file", 10, "./routes/area0.ts"],
  ["files of ten routes, the function imports api.ts", 10, "./api.ts"],
  ["one file beside api.ts", 300, "./routes/area0.ts"],
])("%s: 300 routes weigh no more than one", async (layout, size, imported) => {
  const name = layout.replaceAll(/\W+/g, "-");
  const one = await bundleFiles(`${name}-1`, composed(1, size), imported);
  const many = await bundleFiles(`${name}-300`, composed(300, size), imported);
  expect(many.length).toBeLessThanOrEqual(one.length * 1.02);
  expect(many).toContain("/things0/{id}");
  expect(many).not.toContain("/things1/{id}");
});

test("what a module does beyond declaring is kept", async () => {
  const source = routesFile(
    1,
    `const log = (text: string) => console.log(text);
log("kept");
const waited = get("/waited", { output: await Promise.resolve(Shared) });
function own(text: string) { console.log(text); return text; }
const kept2 = own("kept too");`,
  );
  const text = await bundle("effects", source);
  expect(text).toContain('"kept"');
  expect(text).toContain('"kept too"');
  expect(text).toContain("/waited");
});

test("source maps lead to the user's own lines and columns", async () => {
  const directory = join(folder, "src", "maps");
  await mkdir(directory, { recursive: true });
  const source = `import { get, text } from "@gatewright/runtime";

interface Nothing { readonly a: string }
export const first = get("/a" as const, { output: text() }), second: unknown = get("/second", { output: text("marker") });
`;
  await writeFile(join(directory, "api.ts"), source);
  const { outputFiles } = await build({
    entryPoints: [join(directory, "api.ts")],
    bundle: true,
    format: "esm",
    packages: "external",
    sourcemap: "external",
    outfile: join(directory, "out.js"),
    write: false,
    plugins: [dropRoutes()],
  });
  const code = outputFiles.find(({ path }) => path.endsWith(".js"))?.text ?? "";
  const map = new SourceMap(JSON.parse(outputFiles.find(({ path }) => path.endsWith(".map"))?.text ?? "{}"));
  const lines = code.split("\n");
  expect(code).toContain("@__PURE__");
  for (const wanted of ['"/second"', '"marker"']) {
    const line = lines.findIndex((one) => one.includes(wanted));
    const entry = map.findEntry(line, lines[line]?.indexOf(wanted) ?? 0);
    expect(entry).toMatchObject({ originalLine: 3, originalColumn: source.split("\n")[3]?.indexOf(wanted) });
  }
});
