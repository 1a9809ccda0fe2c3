// The same API of N routes, three times: ours, its schemas alone, and a Hono server.

/** A program: files by their path, all of them compiled. */
export type Program = ReadonlyMap<string, string>;

interface Kind {
  readonly method: "get" | "post" | "put" | "del";
  readonly path: (index: number) => string;
  readonly schemas: (index: number) => Readonly<Record<string, string>>;
  /** Members of the input: source and schema. */
  readonly input: Readonly<Record<string, readonly [place: "path" | "query" | "body", schema: string]>>;
  readonly error: string;
  /** A schema for what the error says. */
  readonly details?: string;
  /** What the handler answers, of `input`. */
  readonly answer: string;
  /** Answered with 202 at times, beside 201 with a `location`. */
  readonly accepted?: string;
}

/** Six kinds of routes, one after the other; no two of the same kind share a schema or a field. */
const kinds: readonly Kind[] = [
  {
    method: "get",
    path: (index) => `/things${index}/{id}`,
    schemas: (index) => ({
      Answer: `z.object({ id: z.string(), name${index}: z.string(), size: z.number(), tags: z.array(z.string()) })`,
    }),
    input: { id: ["path", "z.string()"], full: ["query", "z.string().optional()"] },
    error: "Missing",
    answer: `{ id: input.id, name$: input.full ?? "a", size: 1, tags: ["b"] }`,
  },
  {
    method: "get",
    path: (index) => `/things${index}`,
    schemas: (index) => ({
      Answer: `z.object({ items: z.array(z.object({ id: z.string(), name${index}: z.string() })), next: z.string().optional() })`,
    }),
    input: {
      limit: ["query", "z.coerce.number().int().default(20)"],
      after: ["query", "z.string().optional()"],
    },
    error: "Expired",
    answer: `{ items: [{ id: String(input.limit), name$: "a" }], next: input.after ?? "b" }`,
  },
  {
    method: "post",
    path: (index) => `/things${index}`,
    schemas: (index) => ({
      Thing: `z.object({ name${index}: z.string(), size: z.number().int(), tags: z.array(z.string()).default([]) })`,
      Answer: `z.object({ id: z.string(), name${index}: z.string() })`,
      Accepted: `z.object({ ticket${index}: z.number() })`,
    }),
    input: { thing: ["body", "Thing"] },
    error: "Taken",
    answer: "{ id: String(input.thing.size), name$: input.thing.name$ }",
    accepted: "{ ticket$: input.thing.size }",
  },
  {
    method: "put",
    path: (index) => `/things${index}/{id}`,
    schemas: (index) => ({
      Thing: `z.object({ name${index}: z.string(), size: z.number(), owner: z.object({ name: z.string(), mail: z.email() }) })`,
      Answer: `z.object({ id: z.string(), stored: z.boolean(), owner${index}: z.string() })`,
    }),
    input: {
      id: ["path", "z.string()"],
      dryRun: ["query", `z.enum(["yes", "no"]).default("no")`],
      thing: ["body", "Thing"],
    },
    error: "Conflict",
    answer: `{ id: input.id, stored: input.dryRun === "no", owner$: input.thing.owner.name }`,
  },
  {
    method: "post",
    path: (index) => `/groups${index}/{group}/members/{member}`,
    schemas: (index) => ({
      Member: `z.object({ role${index}: z.enum(["reader", "writer"]), until: z.string().optional() })`,
      Answer: `z.object({ group: z.string(), member: z.string(), role${index}: z.enum(["reader", "writer"]) })`,
    }),
    input: { group: ["path", "z.string()"], member: ["path", "z.string()"], grant: ["body", "Member"] },
    error: "Full",
    answer: "{ group: input.group, member: input.member, role$: input.grant.role$ }",
  },
  {
    method: "del",
    path: (index) => `/things${index}/{id}`,
    schemas: (index) => ({ Answer: `z.object({ removed${index}: z.string(), at: z.number() })` }),
    input: { id: ["path", "z.string()"], hard: ["query", "z.coerce.number().optional()"] },
    error: "Locked",
    details: "z.object({ by: z.string() })",
    answer: "{ removed$: input.id, at: input.hard ?? 0 }",
  },
];

const zod = `import * as z from "zod";\n`;

/** One `api.ts`, and a file for each handler. */
export function ours(count: number): Program {
  const routes: string[] = [];
  const files = new Map<string, string>();
  for (const { index, kind } of numbered(count)) {
    const input = entries(kind, (place, schema) => `${place}(${named(schema, index)})`);
    routes.push(
      declarations(kind, index),
      `export const r${index} = ${kind.method}("${kind.path(index)}", {\n  input: { ${input} },\n  output: ${output(kind, index)},\n  errors: { ${kind.error}: ${kind.details === undefined ? 409 : `problem(409, ${kind.details})`} },\n});`,
    );
    files.set(
      `handlers/r${index}.ts`,
      `import { r${index} } from "../api.ts";
export const handler = r${index}.handler(async ({ input, fail${kind.accepted === undefined ? "" : ", reply"} }) => {
  if (Math.random() > 1) throw fail.${kind.error}("No."${kind.details === undefined ? "" : `, { by: "a" }`});
  ${returned(kind, index)}
});
`,
    );
  }
  const names = Array.from({ length: count }, (_, index) => `r${index}`).join(", ");
  files.set(
    "api.ts",
    `import { api, body, del, get, path, post, problem, put, query } from "@gatewright/runtime";
${zod}${routes.join("\n")}
export default api({ name: "things", routes: { ${names} } });
`,
  );
  return files;
}

/** The same schemas and functions of the same signatures, and no library. */
export function zodAlone(count: number): Program {
  const schemas: string[] = [];
  const files = new Map<string, string>();
  for (const { index, kind } of numbered(count)) {
    const input = entries(kind, (_, schema) => named(schema, index));
    schemas.push(declarations(kind, index), `export const input${index} = z.object({ ${input} });`);
    const answers = kind.accepted === undefined ? [`Answer${index}`] : [`Answer${index}`, `Accepted${index}`];
    const result = answers.map((name) => `z.infer<typeof ${name}>`).join(" | ");
    files.set(
      `handlers/r${index}.ts`,
      `import type * as z from "zod";
import type { ${answers.join(", ")}, input${index} } from "../schemas.ts";
export const handler = async (input: z.infer<typeof input${index}>): Promise<${result}> => {
  ${kind.accepted === undefined ? "" : `if (Math.random() > 1) return ${numberedIn(kind.accepted, index)};`}
  return ${numberedIn(kind.answer, index)};
};
`,
    );
  }
  files.set("schemas.ts", `${zod}${schemas.join("\n")}\n`);
  return files;
}

/** Ten routes an app, as Hono's guide to larger applications has it, and one app of them all. */
export function hono(count: number): Program {
  const files = new Map<string, string>();
  const groups: number[] = [];
  for (let first = 0; first < count; first += 10) {
    const members = numbered(count).slice(first, first + 10);
    const routes = members.map(({ index, kind }) => honoRoute(kind, index));
    const schemas = members.map(({ index, kind }) => declarations(kind, index));
    files.set(
      `groups/g${first}.ts`,
      `import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
${zod}${schemas.join("\n")}
export const g${first} = new Hono()
${routes.join("\n")};
`,
    );
    groups.push(first);
  }
  files.set(
    "app.ts",
    `import { Hono } from "hono";
${groups.map((group) => `import { g${group} } from "./groups/g${group}.ts";`).join("\n")}
const app = new Hono()
${groups.map((group) => `  .route("/", g${group})`).join("\n")};
export type App = typeof app;
export default app;
`,
  );
  return files;
}

function honoRoute(kind: Kind, index: number): string {
  const places = { path: ["param", "path"], query: ["query", "query"], body: ["json", "body"] } as const;
  const validators: string[] = [];
  const members: string[] = [];
  for (const [place, [target]] of Object.entries(places)) {
    const own = Object.entries(kind.input).filter(([, [from]]) => from === place);
    if (own.length === 0) continue;
    // A body is a schema of its own; the rest are the fields of one.
    const [[name, [, first]] = ["", ["", ""]]] = own;
    const schema =
      place === "body"
        ? named(first, index)
        : `z.object({ ${own.map(([key, [, one]]) => `${key}: ${named(one, index)}`).join(", ")} })`;
    validators.push(`zValidator("${target}", ${schema})`);
    members.push(place === "body" ? `${name}: c.req.valid("json")` : `...c.req.valid("${target}")`);
  }
  const method = kind.method === "del" ? "delete" : kind.method;
  const path = kind.path(index).replace(/\{(\w+)\}/g, ":$1");
  return `  .${method}("${path}", ${validators.join(", ")}, async (c) => {
    const input = { ${members.join(", ")} };
    if (Math.random() > 1) return c.json({ code: "${kind.error}" as const, detail: "No."${kind.details === undefined ? "" : `, by: "a"`} }, 409);
    ${kind.accepted === undefined ? "" : `if (Math.random() > 1) return c.json(${numberedIn(kind.accepted, index)} satisfies z.infer<typeof Accepted${index}>, 202);`}
    const answer: z.infer<typeof Answer${index}> = ${numberedIn(kind.answer, index)};
    return c.json(answer, ${kind.accepted === undefined ? "200" : `201, { location: answer.id }`});
  })`;
}

function numbered(count: number): readonly { readonly index: number; readonly kind: Kind }[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length];
    if (kind === undefined) throw new Error("There are no kinds");
    return { index, kind };
  });
}

function declarations(kind: Kind, index: number): string {
  return Object.entries(kind.schemas(index))
    .map(([name, schema]) => `export const ${name}${index} = ${schema};`)
    .join("\n");
}

/** A schema of its own has the number of its route in its name. */
function named(schema: string, index: number): string {
  return /^[A-Z]\w*$/.test(schema) ? `${schema}${index}` : schema;
}

function entries(kind: Kind, value: (place: string, schema: string) => string): string {
  return Object.entries(kind.input)
    .map(([key, [place, schema]]) => `${key}: ${value(place, schema)}`)
    .join(", ");
}

function output(kind: Kind, index: number): string {
  return kind.accepted === undefined
    ? `Answer${index}`
    : `{ 201: { body: Answer${index}, headers: { location: z.string() } }, 202: Accepted${index} }`;
}

function returned(kind: Kind, index: number): string {
  const answer = numberedIn(kind.answer, index);
  if (kind.accepted === undefined) return `return ${answer};`;
  return `if (Math.random() > 1) return reply(202, ${numberedIn(kind.accepted, index)});
  return reply(201, ${answer}, { location: "/" });`;
}

function numberedIn(text: string, index: number): string {
  return text.replaceAll("$", String(index));
}
