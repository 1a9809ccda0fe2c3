import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dropRoutes } from "@gatewright/deploy/esbuild";
import { event, invoke, invokeEvent, lambdaContext } from "@gatewright/runtime/testing";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { bundle } from "../examples/one-function-or-many/scripts/bundle.ts";
import { handler as someHandler } from "../examples/one-function-or-many/src/functions/orders.ts";
import { handler as allHandler } from "../examples/one-function-or-many/src/other/all.ts";
import { getOrder, orders, placeOrder } from "../examples/one-function-or-many/src/routes/orders.ts";
import { mistakesOf } from "./compile.ts";
import { withDeployed } from "./gateway.ts";
import { http, shown } from "./show.ts";

const page = "one-function-or-many";

test("joined handlers answer as each of them does", async () => {
  for (const handler of [someHandler, allHandler]) {
    expect(await invoke(orders, handler, {})).toMatchObject({ body: [{ id: "1" }] });
    expect(await invoke(placeOrder, handler, { order: { sku: "cup" } })).toMatchObject({
      status: 201,
      body: { id: "2", sku: "cup" },
    });
  }
  expect(await invoke(getOrder, allHandler, { id: "1" })).toMatchObject({ status: 200 });
  expect(await invoke(getOrder, someHandler, { id: "1" })).toMatchObject({ status: 404 });
});

test("a method that a path does not have is refused with those it has", async () => {
  const made = event(orders, {}) as object;
  const answer = await invokeEvent(allHandler, { ...made, httpMethod: "DELETE" });
  await shown(page, "not-allowed.http", http(answer));
});

test("both layouts deploy", () =>
  withDeployed(page, async (url) => {
    expect(await (await fetch(`${url}/orders`)).json()).toEqual([{ id: "1", sku: "teapot" }]);
    expect(await (await fetch(`${url}/orders/1`)).json()).toEqual({ id: "1", sku: "teapot" });
  }));

test("a handler that is missing, or another's, is a compile error", async () => {
  await shown(page, "mistakes.txt", await mistakesOf(page));
});

test("the script makes a folder for each function, which Lambda can load", async () => {
  const dist = await mkdtemp(join(tmpdir(), "gatewright-docs-"));
  try {
    await bundle(join(import.meta.dirname, "..", "examples", page), dist);
    const file = join(dist, "get-order", "index.mjs");
    const loaded: { handler: typeof allHandler } = await import(pathToFileURL(file).href);
    expect(await loaded.handler(event(getOrder, { id: "1" }), lambdaContext())).toMatchObject({
      statusCode: 200,
      body: '{"id":"1","sku":"teapot"}',
    });
    expect((await stat(join(dist, "orders", "index.mjs"))).size).toBeGreaterThan(0);
  } finally {
    await rm(dist, { recursive: true });
  }
});

test("a function of an API of 300 routes is as large as that of an API of one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatewright-docs-"));
  const size = async (routes: number, plugin: boolean) => {
    const declared = Array.from(
      { length: routes },
      (_, index) =>
        `export const route${index} = get("/r${index}/{id}", { output: z.object({ id: z.string(), n${index}: z.number() }) });`,
    );
    const api = join(folder, `routes-${routes}.ts`);
    await writeFile(
      api,
      `import { get } from "@gatewright/runtime"; import * as z from "zod";\n${declared.join("\n")}`,
    );
    const { outputFiles } = await build({
      stdin: {
        contents: `import { route0 } from ${JSON.stringify(api)};
          export const handler = route0.handler(({ input }) => ({ id: input.id, n0: 0 }));`,
        resolveDir: import.meta.dirname,
        loader: "ts",
      },
      // The routes are in a temporary folder; their packages are here.
      nodePaths: [join(import.meta.dirname, "..", "..", "node_modules")],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      write: false,
      plugins: plugin ? [dropRoutes()] : [],
    });
    return outputFiles[0]?.contents.byteLength ?? 0;
  };
  try {
    const one = await size(1, true);
    expect(await size(300, true)).toBeLessThanOrEqual(one * 1.02);
    expect(await size(300, false)).toBeGreaterThan(one * 1.02);
  } finally {
    await rm(folder, { recursive: true });
  }
});
