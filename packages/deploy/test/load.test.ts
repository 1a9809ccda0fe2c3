import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DeployError, loadProject } from "../src/index.ts";
import { temporaryProject, temporaryShop } from "./temporary-project.ts";

describe("a project that is as it should be", () => {
  test("is read with its APIs, functions and routes", async () => {
    const directory = await temporaryShop();
    const project = await loadProject(directory);
    expect(project.directory).toBe(directory);
    expect(project.apis).toHaveLength(1);
    expect(project.apis[0]?.description).toMatchObject({
      name: "shop",
      stage: "test",
      endpointType: "REGIONAL",
    });
    expect(project.apis[0]?.functions).toEqual([
      { name: "greet", file: "src/functions/greet.ts", routes: ["greet"], uses: expect.anything() },
      { name: "hello", file: "src/functions/hello.ts", routes: ["hello", "item"], uses: expect.anything() },
    ]);
  });

  test("says what its functions use of the runtime, so that the rest is not bundled", async () => {
    const directory = await temporaryShop();
    const [greet, hello] = (await loadProject(directory)).apis[0]?.functions ?? [];
    expect(greet?.uses).toMatchObject({
      proxy: false,
      custom: true,
      outputs: false,
      errors: true,
      foreign: false,
    });
    // It is joined: other services may call it.
    expect(hello?.uses).toMatchObject({ proxy: true, custom: false, unchecked: true, foreign: true });
  });

  test("leaves nothing behind where it was loaded", async () => {
    const directory = await temporaryShop();
    await loadProject(directory);
    expect(await readdir(join(directory, "node_modules/.cache/gatewright"))).toEqual([]);
  });

  test("may print what it likes while it is loaded, and keep timers", async () => {
    const directory = await temporaryProject({
      ...minimal,
      "src/functions/a.ts": `console.log("{}"); setInterval(() => {}, 1000);\n${minimal["src/functions/a.ts"]}`,
    });
    expect((await loadProject(directory)).apis).toHaveLength(1);
  });

  test("may have several APIs; a function belongs to the one that has its route", async () => {
    const directory = await temporaryProject({
      "src/api.ts": `
        import { api, get, text } from "@gatewright/runtime";
        export const left = api({ name: "left", routes: { a: get("/a", { output: text() }) } });
        export const right = api({ name: "right", routes: { b: get("/b", { output: text() }) } });`,
      "src/functions/a.ts": `import { left } from "../api.ts"; export const handler = left.routes.a.handler(() => "a");`,
      "src/functions/b.ts": `import { right } from "../api.ts"; export const handler = right.routes.b.handler(() => "b");`,
    });
    const { apis } = await loadProject(directory);
    expect(
      apis.map(({ description, functions }) => [description.name, functions.map(({ name }) => name)]),
    ).toEqual([
      ["left", ["a"]],
      ["right", ["b"]],
    ]);
  });

  test("sees none of the caller's environment but the harmless part", async () => {
    process.env["AWS_SECRET_ACCESS_KEY_TEST"] = "secret";
    const directory = await temporaryProject({
      ...minimal,
      "src/api.ts": `
        import { api, get, text } from "@gatewright/runtime";
        export const a = get("/", { output: text() });
        const names = Object.keys(process.env).filter((name) => /AWS_(?!SDK)|HOME|SECRET|NODE_OPTIONS/.test(name));
        export const one = api({ name: "one", description: "saw " + names.join(), routes: { a } });`,
    });
    const { apis } = await loadProject(directory);
    delete process.env["AWS_SECRET_ACCESS_KEY_TEST"];
    expect(apis[0]?.description.description).toBe("saw ");
  });
});

const minimal = {
  "src/api.ts": `
    import { api, get, text } from "@gatewright/runtime";
    export const a = get("/", { output: text() });
    export const one = api({ name: "one", routes: { a } });`,
  "src/functions/a.ts": `import { a } from "../api.ts"; export const handler = a.handler(() => "a");`,
};

/** An API file with these members of `routes`. */
function apiWith(routes: string): string {
  return `
    import { api, get, text } from "@gatewright/runtime";
    export const a = get("/", { output: text() });
    export const one = api({ name: "one", routes: { ${routes} } });`;
}

const wrong: readonly [
  title: string,
  code: string,
  message: string | RegExp,
  files: Readonly<Record<string, string>>,
][] = [
  ["without an API file", "NoApiFile", /^src\/api\.ts is not there, in .*\. Make it and export an api/, {}],
  [
    "without an API",
    "NoApi",
    'src/api.ts exports no API. Export one: export const shop = api({ name: "shop", routes: { … } });',
    { "src/api.ts": "export const nothing = 1;" },
  ],
  [
    "with two APIs of one name",
    "DuplicateApi",
    'src/api.ts: one and two are both named "one". Give each API a name of its own.',
    {
      ...minimal,
      "src/api.ts": `${minimal["src/api.ts"]}\nexport const two = api({ name: "one", routes: {} });`,
    },
  ],
  [
    "with a route that no function serves",
    "RouteWithoutFunction",
    "a (GET /) has no function. Add a file to src/functions with export const handler = a.handler(…).",
    { "src/api.ts": minimal["src/api.ts"] },
  ],
  [
    "with a route that two functions serve",
    "RouteWithTwoFunctions",
    "a (GET /) has 2 functions, src/functions/a.ts and src/functions/b.ts. Leave it in one of them.",
    { ...minimal, "src/functions/b.ts": minimal["src/functions/a.ts"] },
  ],
  [
    "with a function whose route is in no API",
    "RouteWithoutApi",
    "src/functions/b.ts serves GET /b, a route that is in no API. Add it to api({ routes }), or remove the file.",
    {
      ...minimal,
      "src/functions/b.ts": `import { get, text } from "@gatewright/runtime";
        export const handler = get("/b", { output: text() }).handler(() => "b");`,
    },
  ],
  [
    "with a handler that no route made",
    "NotAHandler",
    "src/functions/b.ts exports a handler that no route made. Write export const handler = route.handler(…), or move the file out of its folder.",
    { ...minimal, "src/functions/b.ts": "export const handler = async () => 1;" },
  ],
  [
    "with two routes on one method and path",
    "DuplicateRoute",
    /^src\/api\.ts: a and b are both GET \//,
    { ...minimal, "src/api.ts": apiWith(`a, b: get("/", { output: text() })`) },
  ],
  [
    "with a path that is none",
    "InvalidPath",
    /^src\/api\.ts: one\.b: the path "\/x\/\/y" has an empty part/,
    { ...minimal, "src/api.ts": apiWith(`a, b: get("/x//y", { output: text() })`) },
  ],
  [
    "with a path that API Gateway does not take",
    "InvalidPath",
    'b: API Gateway takes no resource path part like "x$y" in /x$y: use letters, digits and . _ - : only, or one whole {parameter}.',
    {
      "src/api.ts": apiWith(`a, b: get("/x$y", { output: text() })`),
      "src/functions/a.ts": `import { router } from "@gatewright/runtime"; import { a, one } from "../api.ts";
        export const handler = router(one, { a: a.handler(() => ""), b: one.routes.b.handler(() => "") });`,
    },
  ],
  [
    "with two names for the parameter at one place",
    "ConflictingPaths",
    "b has /o/{id} and c has /o/{name}. API Gateway takes one parameter at a place: give both the same name.",
    {
      "src/api.ts": apiWith(
        `b: get("/o/{id}", { output: text() }), c: get("/o/{name}/x", { output: text() })`,
      ),
      "src/functions/a.ts": `import { router } from "@gatewright/runtime"; import { one } from "../api.ts";
        export const handler = router(one, { b: one.routes.b.handler(() => ""), c: one.routes.c.handler(() => "") });`,
    },
  ],
  [
    "with a syntax error",
    "InvalidSource",
    'src/routes.ts:2:14: Expected identifier but found "="',
    { "src/api.ts": `export * from "./routes.ts";`, "src/routes.ts": "// One\nexport const = 1;" },
  ],
  [
    "that imports a file that is not there",
    "InvalidSource",
    'src/api.ts:1:15: Could not resolve "./routes.ts"',
    { "src/api.ts": `export * from "./routes.ts";` },
  ],
  [
    "that throws while it is loaded",
    "LoadFailed",
    /^src\/routes\.ts:2:\d+: No table\. \(thrown while the file was loaded\)$/,
    {
      "src/api.ts": `export * from "./routes.ts";`,
      "src/routes.ts": `// One\nthrow new Error("No table.");`,
    },
  ],
  [
    "that throws something that is no error",
    "LoadFailed",
    /^src\/api\.ts.*: just text \(thrown while the file was loaded\)$/,
    { "src/api.ts": `throw "just text";` },
  ],
  [
    "that imports a package that is not installed",
    "LoadFailed",
    /^src\/api\.ts: the package not-there-at-all is not installed\. Run npm install not-there-at-all in gatewright-project-\w+\.$/,
    { "src/api.ts": `import "not-there-at-all";` },
  ],
  [
    "that waits for nothing",
    "LoadFailed",
    "src/functions/b.ts: loading it waits, at its top level, for something that never happens.",
    { ...minimal, "src/functions/b.ts": "await new Promise(() => {}); export const handler = 1;" },
  ],
  [
    "that ends its process",
    "LoadFailed",
    "src/functions/b.ts: the process ended with code 7 while it was loaded. A module must not end its process.",
    { ...minimal, "src/functions/b.ts": "process.exit(7);" },
  ],
];

describe("a project", () => {
  test.each(wrong)("%s is refused (%s)", async (_title, code, message, files) => {
    const directory = await temporaryProject(files);
    const error = await loadProject(directory).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeployError);
    expect(error).toMatchObject({
      code,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test("that hangs is ended, and the file is named", async () => {
    const directory = await temporaryProject({ ...minimal, "src/functions/b.ts": "for (;;);" });
    const error = await loadProject(directory, { timeoutMilliseconds: 2000 }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: "LoadTimeout",
      message: expect.stringMatching(/^src\/functions\/b\.ts: loading it did not end within 2 s\./),
    });
  });

  test("with several mistakes is told all of them at once", async () => {
    const directory = await temporaryProject({
      "src/api.ts": minimal["src/api.ts"],
      "src/functions/b.ts": "export const handler = 1;",
    });
    const error = await loadProject(directory).catch((reason: unknown) => reason);
    const problems = error instanceof DeployError ? error.problems : [];
    expect(problems.map(({ code }) => code)).toEqual(["NotAHandler", "RouteWithoutFunction"]);
  });
});
