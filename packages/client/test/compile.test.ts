import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { api, body, get, post, problem, query, text } from "@gatewright/runtime";
import type { ApiDescription, RouteDescription } from "@gatewright/runtime/describe";
import { describe as describeApi } from "@gatewright/runtime/describe";
import { expect, test } from "vitest";
import * as z from "zod";
import { generateClient } from "../src/generate.ts";
import { shop } from "./support/shop.ts";

const here = dirname(fileURLToPath(import.meta.url));
const tsc = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");

/** Everything strict that a user may have switched on, in a browser project without Node's types. */
const strictest = {
  target: "es2024",
  lib: ["es2024", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  noEmit: true,
  skipLibCheck: false,
  allowImportingTsExtensions: true,
};

/** What the compiler prints for files, beside the built core. */
const compile = async (
  files: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "gatewright-client-"));
  try {
    const paths = { "@gatewright/client": [join(here, "../dist/index.d.ts")] };
    const config = { compilerOptions: { ...strictest, paths }, include: ["."] };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    for (const [name, contents] of Object.entries(files)) await writeFile(join(folder, name), contents);
    const run = promisify(execFile)(process.execPath, [tsc, "-p", folder, "--pretty", "false", ...flags], {
      cwd: folder,
    });
    return await run.then(
      ({ stdout }) => stdout,
      (error: { stdout?: string }) => error.stdout ?? String(error),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
};

test("a generated client compiles under the strictest options, and says what is wrong with a call", async () => {
  const usage = `
    import { createShop, type TreeOutput } from "./shop.client.ts";
    import { type CommonError, retrying, type ServerSentEvent } from "@gatewright/client";

    const shop = createShop({
      url: "https://id.execute-api.us-west-2.amazonaws.com/prod",
      credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b", expiration: new Date() }),
      observe: ({ method, url, status, body }) => console.log(method, url, status, body),
    });
    const order = { sku: "a", count: 1 };
    const hello: string = await shop.hello();
    const message: string = (await shop.greet({ greeter: "me" })).message;
    const found: string | undefined = new URLSearchParams(location.search).get("greeter") ?? undefined;
    await shop.greet({ greeter: found }, { signal: AbortSignal.timeout(10) });
    const child: TreeOutput | undefined = (await shop.tree()).children[0]?.children[0];
    const bytes: Uint8Array = await shop.image({ file: "a/b.png" });
    await shop.setPicture({ id: "1", picture: bytes });
    await shop.signUp({ person: { name: "Ann", likes: ["tea"] } }, { headers: { "x-trace": "1" } });
    const events: AsyncIterable<ServerSentEvent> = await shop.ticks();
    for await (const { event, data, id } of events) console.log(event, data, id);
    const dump = await shop.dump();
    if (dump.status === 200) for await (const piece of dump.body) console.log(piece.byteLength);
    createShop({ url: "https://a.example", token: () => "t", apiKey: async () => "k", headers: { a: "b" } });
    createShop({ url: "https://a.example", token: "t", fetch: retrying({ attempts: 2 }) });

    const placed = await shop.placeOrder({ customer: "c", order });
    if (placed.status === 201) {
      const id: string = placed.body.id;
      const left: number | undefined = placed.headers["x-left"];
      console.log(id, left, placed.headers.location);
    } else {
      const none: undefined = placed.body;
      console.log(none);
    }

    const result = await shop.placeOrder.safe({ customer: "c", order });
    if (result.ok) console.log(result.value.status, result.response.headers);
    else {
      switch (result.error.code) {
        case "Locked": {
          const by: string = result.error.details.by;
          const status: 423 = result.error.status;
          console.log(by, status);
          break;
        }
        case "OutOfStock":
          console.log(result.error.details satisfies undefined);
          break;
        case "InvalidInput":
          console.log(result.error.details.map((field) => field.path));
          break;
        case "UndeclaredError":
          console.log(result.error.problem?.["code"]);
          break;
        case "AccessDeniedException":
        case "Timeout":
          console.log(result.error.requestId);
          break;
        default:
          console.log(result.error satisfies CommonError);
      }
      // @ts-expect-error a code that nobody declares
      console.log(result.error.code === "Lockd");
    }

    // @ts-expect-error a member is missing
    await shop.placeOrder({ order });
    // @ts-expect-error the input itself is missing
    await shop.placeOrder();
    // @ts-expect-error an unknown member
    await shop.greet({ greter: "me" });
    // @ts-expect-error text is no bytes
    await shop.setPicture({ id: "1", picture: "text" });
    // @ts-expect-error a member of a form is missing
    await shop.signUp({ person: {} });
    // @ts-expect-error a wrong type
    await shop.placeOrder({ customer: "c", order: { sku: "a", count: "1" } });
    // @ts-expect-error API Gateway fills it in
    await shop.placeOrder({ customer: "c", order, caller: "me" });
    // @ts-expect-error a route without inputs
    await shop.hello({ a: 1 });
    // @ts-expect-error no such route
    await shop.helo();
    console.log(hello, message, child, bytes);
    export {};
  `;
  expect(await compile({ "shop.client.ts": generateClient(shop), "usage.ts": usage })).toBe("");
});

test("routes that the runtime describes become a client that compiles", async () => {
  const Category = z.object({
    name: z.string(),
    get children() {
      return z.array(Category);
    },
  });
  const Item = z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("book"), pages: z.tuple([z.int(), z.int()]).optional() }),
    z.object({ kind: z.enum(["pen", "ink"]), colours: z.record(z.enum(["red", "blue"]), z.number()) }),
  ]);
  const store = api({
    name: "book-store",
    routes: {
      hello: get("/", { output: text() }),
      list: get("/items", { input: { limit: query(z.coerce.number().default(10)) }, output: z.array(Item) }),
      "put-item": post("/items/{id}", {
        auth: "iam",
        input: { item: body(Item) },
        output: { 201: { body: Category, headers: { location: z.string() } }, 204: null },
        errors: { Gone: 410, Locked: problem(423, z.looseObject({ by: z.string().nullable() })) },
      }),
    },
  });
  const usage = `
    import { createBookStore } from "./store.client.ts";
    const store = createBookStore({ url: "http://127.0.0.1:1/x", region: "eu-west-1" });
    const [first] = await store.list({ limit: 3 });
    if (first?.kind === "book") console.log(first.pages?.[1].toFixed());
    else console.log(first?.colours.red.toFixed());
    const put = await store["put-item"].safe({ id: "1", item: { kind: "pen", colours: { red: 1, blue: 2 } } });
    if (put.ok && put.value.status === 201) console.log(put.value.body.children[0]?.name);
    if (!put.ok && put.error.code === "Locked") console.log(put.error.details.by?.length, put.error.details["more"]);
  `;
  const files = { "store.client.ts": generateClient(await describeApi(store)), "usage.ts": usage };
  expect(await compile(files)).toBe("");
});

test("strange names compile", async () => {
  const schema = {
    type: "object",
    properties: { "a-b": { const: "\u2028`${" }, "*/": {}, __proto__x: {}, new: {} },
  };
  const keys = [
    "place-order",
    "placeOrder",
    "new",
    "default",
    "constructor",
    "toString",
    "__proto__",
    "then",
    "1",
    "注文",
    "a b",
    "",
    "*/",
  ];
  const routes = keys.map(
    (key, index): RouteDescription => ({
      key,
      name: `POST /${index}`,
      method: "POST",
      path: `/${index}`,
      integration: "proxy",
      auth: "none",
      input: [{ key, kind: "query", name: "name", required: index % 2 === 0, schema: { type: "string" } }],
      outputs: [{ status: 200, body: { type: "json", schema }, headers: { "x-*": { enum: ["a", "b"] } } }],
      errors: [{ code: key, status: 400, details: schema }],
    }),
  );
  const described: ApiDescription = { ...shop, name: "*/ Promise", description: "*/ x", routes };
  expect(
    await compile({
      "a.client.ts": generateClient(described),
      "b.client.ts": generateClient({ ...shop, routes: [] }),
    }),
  ).toBe("");
});

test("500 routes, each called once, cost the compiler less than 5,000 instantiations", async () => {
  const [, , placeOrder] = shop.routes;
  if (placeOrder === undefined) throw new Error("The shop takes no orders.");
  const routes = Array.from({ length: 500 }, (_, index) => ({ ...placeOrder, key: `order${index}` }));
  const calls = routes.map(
    ({ key }) => `await shop.${key}({ customer: "c", order: { sku: "a", count: 1 } });`,
  );
  const usage = `import { createShop } from "./shop.client.ts";\nconst shop = createShop({ url: "" });\n${calls.join("\n")}`;
  const files = { "shop.client.ts": generateClient({ ...shop, routes }), "usage.ts": usage };
  const printed = await compile(files, ["--extendedDiagnostics", "--skipLibCheck"]);
  const instantiations = Number(/Instantiations:\s+(\d+)/.exec(printed)?.[1]);
  expect(instantiations).toBeLessThan(5000);
});
