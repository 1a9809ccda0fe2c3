import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { generateClient } from "@gatewright/client/generate";
import { startGateway } from "@gatewright/local-gateway";
import { compile } from "@gatewright/mapping-template";
import { describe } from "@gatewright/runtime/describe";
import { invoke } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { shop as authShop } from "../examples/auth/src/api.ts";
import { shop as clientShop } from "../examples/client/src/api.ts";
import { greetingOf } from "../examples/client/src/options.ts";
import { shop as errorsShop } from "../examples/errors/src/api.ts";
import { greetings } from "../examples/readme/src/api.ts";
import { handler as greetHandler } from "../examples/readme/src/functions/greet.ts";
import { greet } from "../examples/readme/src/routes/greeting.ts";
import { clock } from "../examples/streaming/src/api.ts";
import { shop as testingShop } from "../examples/testing/src/api.ts";
import { withDeployed } from "./gateway.ts";
import { shown } from "./show.ts";

const examples = join(import.meta.dirname, "..", "examples");

const run = async (file: string, args: readonly string[] = [], cwd = examples) => {
  const done = promisify(execFile)(process.execPath, [join(examples, file), ...args], { cwd });
  return (await done.catch((failed: { stdout: string }) => failed)).stdout;
};

test("README: the first route greets", async () => {
  expect(greetings.routes.greet).toBe(greet);
  expect(await invoke(greet, greetHandler, { greeter: "" })).toMatchObject({
    body: { message: "Hello, World!" },
  });
  expect(await invoke(greet, greetHandler, {})).toMatchObject({ status: 400 });
});

test.each([
  ["auth/src/shop", authShop],
  ["client/src/shop", clientShop],
  ["errors/src/shop", errorsShop],
  ["streaming/src/clock", clock],
  ["testing/src/shop", testingShop],
])("%s.client.ts is what the routes say", async (file, api) => {
  const written = await readFile(join(examples, `${file}.client.ts`), "utf8");
  expect(written).toBe(generateClient(await describe(api)));
});

test("client.md: the client is used", () =>
  withDeployed("client", async (url = "") => {
    expect(await greetingOf(url, AbortSignal.timeout(5000))).toBe("Hello, me!");
    await shown("client", "use.txt", await run("client/src/use.ts", [url]));
  }));

test("deploying.md: a program deploys", async () => {
  const gateway = await startGateway({ port: 0 });
  try {
    const printed = await run("deploying/scripts/deploy.ts", [join(examples, "readme"), gateway.url]);
    const [, url] = /^greetings (http:\S+\/restapis\/\w+\/test\/_user_request_)\n$/.exec(printed) ?? [];
    expect(await (await fetch(`${url}/greeting?greeter=me`)).json()).toEqual({ message: "Hello, me!" });
  } finally {
    await gateway.close();
  }
});

test("local-gateway.md: a program starts one", async () => {
  expect(await run("local-gateway/src/gateway.ts")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
});

test("local-gateway.md: a program says who may sign, and whose tokens are taken", async () => {
  expect(await run("local-gateway/src/callers.ts")).toBe("");
});

test("local-gateway.md: faults are those of a program, and of a file", async () => {
  expect(await run("local-gateway/src/faults.ts")).toBe("429 200\n[ { asked: 2, hit: 1 } ]\n");
  const faults = JSON.parse(await readFile(join(examples, "local-gateway/faults.json"), "utf8"));
  const gateway = await startGateway({ faults });
  await gateway.close();
});

test("mapping-templates.md: a template is written, rendered and linted", async () => {
  const written = await run("mapping-templates/src/write-template.ts");
  const request = {
    body: "",
    params: { path: {}, querystring: { greeter: '","admin":true,"x":"' }, header: {} },
    context: { extendedRequestId: "JnQ=" },
    stageVariables: {},
  };
  expect(JSON.parse(compile(written.trimEnd()).render(request).text)).toEqual({
    greeter: '","admin":true,"x":"',
    "@": { route: "GET /greeting", id: "JnQ=" },
  });
  expect(await run("mapping-templates/src/try-template.ts")).toContain("lines");
  const folder = join(examples, "mapping-templates");
  await shown(
    "mapping-templates",
    "lint.txt",
    await run("mapping-templates/src/lint-template.ts", [], folder),
  );
});
