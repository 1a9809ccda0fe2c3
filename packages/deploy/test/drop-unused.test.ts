import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Handler } from "@gatewright/runtime";
import { type Uses, usesOf } from "@gatewright/runtime/describe";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundleModule } from "../src/functions/bundle.ts";

/*
 * A function that is bundled without what its routes do not use answers as one that has everything.
 */

const folder = await mkdtemp(join(import.meta.dirname, "unused-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
// What failed is in the log of either function.
beforeAll(() => void vi.spyOn(console, "error").mockImplementation(() => {}));

const begin = `
import { any, binary, body, bytes, context, cookie, del, form, get, header, join, path, post, problem, put, query, stream, text } from "@gatewright/runtime";
import * as z from "zod";
const S = z.string();`;

/** The routes' features, one by one; the handler says what it was called with. */
const functions: Readonly<Record<string, string>> = {
  "a bare schema": `get("/a", { output: z.unknown() }).handler(() => ({ a: 1 }))`,
  "a bare schema, by reply": `get("/a", { output: z.unknown() }).handler(({ reply }) => reply(200, { a: 1 }))`,
  "nothing to write": `get("/a", { output: z.unknown() }).handler(() => undefined)`,
  "an output of status 200": `get("/a", { output: { 200: S } }).handler(() => "x")`,
  "another status": `post("/a", { output: { 201: S } }).handler(({ reply }) => reply(201, "x"))`,
  "several outputs": `post("/a", { output: { 201: S, 202: z.object({ b: S }) } }).handler(({ reply }) => reply(202, { b: "x" }))`,
  headers: `post("/a", { output: { 201: { body: S, headers: { location: S, "x-list": z.array(S) } } } }).handler(({ reply }) => reply(201, "x", { location: "/b", "x-list": ["1", "2"] }))`,
  "a header with a line break": `post("/a", { output: { 201: { body: S, headers: { location: S } } } }).handler(({ reply }) => reply(201, "x", { location: "a\\nb" }))`,
  "no body": `del("/a", { output: null }).handler(() => {})`,
  text: `get("/a", { output: text() }).handler(() => "x")`,
  bytes: `get("/a", { output: bytes("image/png") }).handler(() => new Uint8Array([1, 2]))`,
  "a stream": `get("/a", { output: stream("text/plain") }).handler(async function* () { yield "a"; yield "b"; })`,
  inputs: `put("/a/{id}", { input: { id: path(S), q: query(S), l: query("q", z.array(S)), h: header("x-h", S), c: cookie(S), b: body(z.object({ a: z.number() })) }, output: z.unknown() }).handler(({ input }) => input)`,
  "an input that is refused": `get("/a", { input: { q: query("none", z.string().min(99)) }, output: S }).handler(() => "x")`,
  "a parameter of the path that is not listed": `get("/a/{id}", { output: z.unknown() }).handler(({ input }) => input)`,
  "a query parameter that may be a list": `get("/a", { input: { q: query(z.union([S, z.array(S)])) }, output: z.unknown() }).handler(({ input }) => input)`,
  "a query parameter that catches what is no text": `get("/a", { input: { q: query(S.catch("none")) }, output: z.unknown() }).handler(({ input }) => input)`,
  "a header that may be a list": `get("/a", { input: { h: header("x-h", z.array(S)) }, output: z.unknown() }).handler(({ input }) => input)`,
  "a query parameter and a header that are no lists": `get("/a", { input: { q: query(S.optional()), n: query(z.coerce.number().optional()), h: header("X-H", S.nullable()) }, output: z.unknown() }).handler(({ input }) => input)`,
  "a header that is no list": `get("/a", { input: { h: header("X-H", S.optional()) }, output: z.unknown() }).handler(({ input }) => input)`,
  "several cookies": `get("/a", { input: { c: cookie(S), d: cookie(S) }, output: z.unknown() }).handler(({ input }) => input)`,
  "what API Gateway knows": `get("/a", { input: { stage: context("stage"), arn: context("identity.userArn") }, output: z.unknown() }).handler(({ input }) => input)`,
  "a form": `post("/a", { input: { f: form(z.object({ x: S, y: z.array(S) })) }, output: z.unknown() }).handler(({ input }) => input)`,
  "inputs named as what every object has": `get("/a/{toString}", { input: { constructor: query(S.optional()), toString: path(S.optional()) }, output: z.unknown() }).handler(({ input }) => ({ ...input }))`,
  "a schema that takes its time": `get("/a", { input: { q: query(S.refine(async (value) => value === "q1")) }, output: z.unknown() }).handler(({ input }) => input)`,
  "declared errors": `get("/a", { output: S, errors: { Gone: 410 } }).handler(({ fail }) => fail.Gone("It is."))`,
  "declared errors with details": `get("/a", { output: S, errors: { Locked: problem(423, z.object({ by: S })) } }).handler(({ fail }) => fail.Locked("It is.", { by: "me" }))`,
  "an error of a middleware": `get("/a", { output: S }).handler(() => "x").use({ before() { throw Object.assign(new Error("Slow down."), { statusCode: 429 }); } })`,
  "an error that nobody expected": `get("/a", { output: S }).handler(() => { throw new Error("secret"); })`,
  "two routes": `join(get("/a", { output: S }).handler(() => "x"), get("/b", { output: { 202: S } }).handler(({ reply }) => reply(202, "y")))`,
};

const events: readonly unknown[] = [
  { body: '{"a":1}', headers: { "content-type": "application/json" } },
  {
    body: '{"a":1}',
    queryStringParameters: { q: "q1", n: "2" },
    multiValueQueryStringParameters: { q: ["q0", "q1"], n: ["1", "2"] },
    headers: { "content-type": "application/json", "x-h": "h2", cookie: "d=d1" },
    multiValueHeaders: {
      "content-type": ["application/json"],
      "x-h": ["h1", "h2"],
      cookie: ["c=c1", "d=d1"],
    },
  },
  { body: "{", headers: { "content-type": "application/json" } },
  { body: "x=1&y=2", headers: { "content-type": "application/x-www-form-urlencoded" } },
  { body: null, headers: null, queryStringParameters: null, multiValueQueryStringParameters: null },
  { httpMethod: "GET", resource: "/b", path: "/b" },
  { httpMethod: undefined },
].map((changes) => ({
  httpMethod: "GET",
  resource: "/a",
  path: "/a",
  pathParameters: { id: "a%20b" },
  queryStringParameters: { q: "q1" },
  multiValueQueryStringParameters: { q: ["q1"] },
  requestContext: { extendedRequestId: "id", stage: "prod" },
  ...changes,
}));

const mapped: readonly unknown[] = [
  {
    "@": { id: "id", route: "GET /a" },
    id: "a b",
    q: "q1",
    l: "q1",
    h: "h1",
    "@cookie": "c=c1",
    b: { a: 1 },
    stage: "prod",
  },
  { "@": { id: "id" } },
];

let count = 0;
const load = async (source: string, uses?: Partial<Uses>) => {
  const contents = `${begin}\nexport const handler = ${source};`;
  const text = await bundleModule(
    folder,
    { stdin: { contents, resolveDir: folder }, external: ["zod"] },
    uses,
  );
  const file = join(folder, `${++count}.mjs`);
  await writeFile(file, text);
  const { handler }: { handler: Handler<string> } = await import(pathToFileURL(file).href);
  return { handler, size: text.length };
};

const answer = async (handler: Handler<string>, event: unknown): Promise<unknown> => {
  try {
    return await handler(event, { awsRequestId: "lambda" } as never);
  } catch (error) {
    return error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error;
  }
};

const custom = (source: string) => source.replace('", {', '", { integration: "custom",');

describe.each([
  ["proxy", (source: string) => source, events],
  ["custom", custom, mapped],
])("a function with a %s integration", (integration, declared, sent) => {
  test.concurrent.each(
    Object.entries(functions).filter(
      ([, source]) => integration === "proxy" || !/join|text|bytes|stream|form/.test(source),
    ),
  )("answers alike without what its routes do not use: %s", async (_, source) => {
    const whole = await load(declared(source));
    const less = await load(declared(source), await usesOf(whole.handler));
    expect(less.size).toBeLessThan(whole.size);
    for (const event of sent) {
      const expected = await answer(whole.handler, event);
      expect(JSON.parse(JSON.stringify((await answer(less.handler, event)) ?? null))).toEqual(
        JSON.parse(JSON.stringify(expected ?? null)),
      );
    }
  });
});

const bare = 'output: S }).handler(() => "x")';
const powertools = `import { powertools } from "@gatewright/runtime/logger"; export const logging = powertools();`;

// Of these bytes, middy's core is 3,000 and its http-error-handler, of proxy functions alone, 1,000.
test.each([
  ["a proxy integration", `get("/a", { input: { q: query(S) }, ${bare}`, 6_920],
  ["a custom integration", `get("/a", { integration: "custom", input: { q: query(S) }, ${bare}`, 6_000],
  ["a JSON body", `put("/a/{id}", { input: { id: path(S), b: body(S) }, ${bare}`, 7_540],
  [
    "several outputs, headers and errors",
    `put("/a", { output: { 200: S, 201: { body: S, headers: { location: S } } }, errors: { Gone: 410 } }).handler(({ reply }) => reply(200, ""))`,
    7_810,
  ],
])("a function with %s carries what it uses", async (_, source, most) => {
  const whole = await load(source);
  expect((await load(source, await usesOf(whole.handler))).size).toBeLessThanOrEqual(most);
});

test("Powertools' logger comes without the store of contexts that Lambda has itself", async () => {
  const contents = `${begin} ${powertools} export const handler = get("/a", { input: { q: query(S) }, ${bare}.use(logging);`;
  const text = await bundleModule(folder, { stdin: { contents, resolveDir: folder }, external: ["zod"] });
  expect(text).not.toContain("_AWS_LAMBDA_REQUEST_ID");
  expect(text.length).toBeLessThanOrEqual(31_140);
  const used = `${contents} import { InvokeStore } from "@aws/lambda-invoke-store"; export const store = InvokeStore.getInstanceAsync();`;
  expect(
    await bundleModule(folder, {
      stdin: { contents: used, resolveDir: join(import.meta.dirname, "../../runtime") },
      external: ["zod"],
    }),
  ).toContain("_AWS_LAMBDA_REQUEST_ID");
});
