import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
const folder = await mkdtemp(join(tmpdir(), "gatewright-types-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How many types a compiler makes of a project: exact, and the same on every machine. */
const instantiations = async (name: string, files: Readonly<Record<string, string>>): Promise<number> => {
  const project = await mkdtemp(join(folder, `${name}-`));
  await writeFile(join(project, "package.json"), `{ "type": "module" }`);
  for (const [file, text] of Object.entries(files)) await writeFile(join(project, file), text);
  const config = {
    extends: join(import.meta.dirname, "..", "..", "..", "tsconfig.base.json"),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      noEmit: true,
      types: [],
      noUnusedLocals: false,
      paths: {
        "@gatewright/runtime": [join(import.meta.dirname, "..", "dist", "index.d.ts")],
        zod: [join(dirname(require.resolve("zod/package.json")), "index.d.ts")],
      },
    },
    include: ["."],
  };
  await writeFile(join(project, "tsconfig.json"), JSON.stringify(config));
  const flags = ["--extendedDiagnostics", "--singleThreaded", "--pretty", "false"];
  const { stdout } = await run(process.execPath, [tsc, "-p", project, ...flags]).catch(({ stdout: says }) => {
    throw new Error(says);
  });
  return Number(/Instantiations:\s+(\d+)/.exec(stdout)?.[1]);
};

const schemas = (index: number): string =>
  `const Order${index} = z.object({ sku: z.string(), count: z.number().int(), note: z.string().optional() });
const Receipt${index} = z.object({ id: z.string(), total: z.number() });
const Ticket${index} = z.object({ ticket: z.number() });`;

const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Routes in one file, and a handler file for each. */
const ours = (count: number): Readonly<Record<string, string>> => ({
  "routes.ts": `import { api, body, context, header, post, query } from "@gatewright/runtime";
import * as z from "zod";
${indices(count)
  .map(
    (index) => `${schemas(index)}
export const route${index} = post("/things${index}/{customer}", {
  input: {
    dryRun: query(z.stringbool().default(false)),
    page: query(z.coerce.number().optional()),
    trace: header("x-trace", z.string().optional()),
    order: body(Order${index}),
    caller: context("identity.userArn"),
  },
  output: { 201: Receipt${index}, 202: Ticket${index} },
  errors: { OutOfStock: 409, Gone: 410 },
});`,
  )
  .join("\n")}
export const shop = api({ name: "shop", routes: { ${indices(count)
    .map((index) => `route${index}`)
    .join(", ")} } });
`,
  ...Object.fromEntries(
    indices(count).map((index) => [
      `handler${index}.ts`,
      `import { route${index} } from "./routes.ts";
export const handler = route${index}.handler(async ({ input, fail, reply }) => {
  if (input.order.count > 3) throw fail.OutOfStock("None left.");
  if (input.dryRun) return reply(202, { ticket: 1 });
  return reply(201, { id: input.customer, total: input.order.count });
});
`,
    ]),
  ),
});

/** The same schemas and functions without any library but zod. */
const zodAlone = (count: number): Readonly<Record<string, string>> => ({
  "routes.ts": `import * as z from "zod";
${indices(count)
  .map(
    (index) => `${schemas(index)}
const Input${index} = z.object({
  dryRun: z.stringbool().default(false),
  page: z.coerce.number().optional(),
  trace: z.string().optional(),
  order: Order${index},
});
type Answer${index} =
  | { status: 201; body: z.infer<typeof Receipt${index}> }
  | { status: 202; body: z.infer<typeof Ticket${index}> };
export const handler${index} = async (
  input: z.infer<typeof Input${index}> & { customer: string; caller: string },
): Promise<Answer${index}> => {
  if (input.order.count > 3) throw new Error("None left.");
  if (input.dryRun) return { status: 202, body: { ticket: 1 } };
  return { status: 201, body: { id: input.customer, total: input.order.count } };
};`,
  )
  .join("\n")}
`,
});

const perRoute = async (name: string, project: (count: number) => Readonly<Record<string, string>>) =>
  ((await instantiations(name, project(60))) - (await instantiations(name, project(20)))) / 40;

test("a route with its handler costs the compiler a bounded number of types, and the same at any number of routes", async () => {
  const [own, zod] = [await perRoute("ours", ours), await perRoute("zod", zodAlone)];
  expect(own).toBeLessThanOrEqual(1780);
  expect(own).toBeLessThanOrEqual(2.5 * zod);
});

test("a hover over a route shows its plain types", async () => {
  const ts: typeof import("typescript-6") = await import("typescript-6").then((module) => module.default);
  const file = join(import.meta.dirname, "emitted", "routes.ts");
  const { config } = ts.readConfigFile(join(dirname(file), "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(file));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => dirname(file),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    readFile: ts.sys.readFile,
    fileExists: ts.sys.fileExists,
  });
  const source = await readFile(file, "utf8");
  const info = service.getQuickInfoAtPosition(file, source.indexOf("greet ="));
  expect(ts.displayPartsToString(info?.displayParts)).toBe(`const greet: Route<"GET /greeting", {
    input: {
        greeter: string | undefined;
    };
    sent: {
        greeter?: string | undefined;
    };
    output: {
        200: {
            sku: string;
            count: number;
            note?: string | undefined;
        };
    };
    errors: {};
}>`);
});

test("declaration files show plain types, and no schemas", async () => {
  const project = join(import.meta.dirname, "emitted");
  const out = join(folder, "emitted");
  await run(process.execPath, [tsc, "-p", project, "--outDir", out, "--pretty", "false"]);
  const emitted = await readFile(join(out, "test", "emitted", "routes.d.ts"), "utf8");
  await expect(emitted).toMatchFileSnapshot("emitted/routes.d.ts.txt");
  expect(emitted).not.toContain("Zod");
});
