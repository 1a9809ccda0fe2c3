import fc from "fast-check";
import * as z from "zod";
import {
  binary,
  body,
  bytes,
  context,
  cookie,
  form,
  get,
  type Handler,
  header,
  join,
  post,
  put,
  query,
  stageVariable,
  text,
} from "../../src/index.ts";
import { type EventShape, event, lambdaContext } from "../../src/testing.ts";

const tags = z.array(z.string()).optional();
const custom = put("/orders/{id}", {
  integration: "custom",
  input: {
    dry: query(z.stringbool().default(false)),
    trace: header("X-Trace", z.string().optional()),
    session: cookie(z.string().optional()),
    order: body(z.object({ sku: z.string() }).loose()),
    caller: context("identity.userArn"),
  },
  output: { 200: { body: z.unknown(), headers: { location: z.string() } } },
  errors: { Gone: 410 },
});
const order = put("/orders/{id}", {
  input: {
    tags: query("tag", tags),
    dry: query(z.stringbool().default(false)),
    trace: header("X-Trace", tags),
    session: cookie(z.string().optional()),
    order: body(z.object({ sku: z.string() }).loose()),
    table: stageVariable(z.string().optional()),
    caller: context("identity.userArn"),
  },
  output: {
    200: { body: z.unknown(), headers: { location: z.string(), "set-cookie": z.array(z.string()) } },
  },
  errors: { Gone: 410 },
});
const login = post("/login", {
  input: { fields: form(z.object({ user: z.string(), role: tags }).loose()) },
  output: z.unknown(),
});
const upload = post("/upload/{name+}", {
  input: { file: binary() },
  output: bytes("application/octet-stream"),
});
const page = get("/page/{id}", { output: text() });

/** Handlers that echo, fail as declared, throw what is no error, and return what they did not declare. */
const handlers = {
  custom: custom.handler(({ input, fail, reply }) => {
    if (input.dry) throw fail.Gone("It is gone.");
    if (input.trace === "throw") throw "at secret (file.ts:1:1)";
    return reply(200, input, { location: input.id });
  }),
  order: order.handler(async ({ input, fail, reply }) => {
    if (input.dry) throw fail.Gone("It is gone.");
    if (input.session === "throw") throw Object.create(null);
    return reply(200, input, { location: input.id, "set-cookie": input.tags ?? [] });
  }),
  login: login.handler(({ input }) => input.fields),
  upload: upload.handler(({ input }) => (input.file.length > 5 ? (input.name as never) : input.file)),
  page: page.handler(({ input }) => (input.id.length > 5 ? ({ id: input.id } as never) : input.id)),
};

const joined = join<string>(...(Object.values(handlers) as Handler<string>[]));

const proxyShapes: readonly EventShape[] = ["rest", "http", "url", "alb", "alb-multi"];
const sent = {
  id: "a b",
  tags: ["x", "y"],
  dry: "false",
  trace: ["t"],
  session: "s",
  order: { sku: "s" },
  table: "t",
};
const bases: readonly (readonly [name: string, handler: Handler<string>, event: unknown])[] = [
  ["custom", handlers.custom as Handler<string>, event(custom, { ...sent, trace: "t" })],
  ["custom, joined", joined, event(custom, { ...sent, trace: "t" })],
  ["rest, one route", handlers.order as Handler<string>, event(order, sent)],
  ...proxyShapes.flatMap((shape) => [
    [`${shape}, order`, joined, event(order, sent, { shape })] as const,
    [`${shape}, form`, joined, event(login, { fields: { user: "u", role: ["a", "b"] } }, { shape })] as const,
    [
      `${shape}, bytes`,
      joined,
      event(upload, { name: "n/m", file: Uint8Array.of(1, 2, 255) }, { shape }),
    ] as const,
    [`${shape}, text`, joined, event(page, { id: "1" }, { shape })] as const,
  ]),
];

export const targets = bases.map(([name]) => name);

const nasty = fc.constantFrom<unknown>(
  null,
  "",
  "throw",
  "true",
  "\r\nSet-Cookie: a=1",
  "%",
  "%E0%A4%A",
  "__proto__",
  "constructor",
  "{",
  "[[[",
  "=",
  ";=;",
  '{"__proto__":{"polluted":1},"sku":"s"}',
  "__proto__[polluted]=1&user=u",
  "2.0",
  "$default",
  "GET /page/{id}",
  "/page/1",
  "application/json",
  "text/plain",
  "AA=A",
  -1,
  1e308,
  true,
  [],
  {},
  "x".repeat(5000),
);
const value = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** One change somewhere in an event: a member replaced, removed, or added under another name. */
interface Mutation {
  readonly steps: readonly number[];
  readonly how: "replace" | "remove" | "rename";
  readonly value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  steps: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom("replace", "replace", "remove", "rename"),
  value,
});

const mutate = (target: unknown, { steps, how, value: to }: Mutation): unknown => {
  const [step = 0, ...rest] = steps;
  if (typeof target !== "object" || target === null || Object.keys(target).length === 0) return to;
  const names = Object.keys(target);
  const name = names[step % names.length] ?? "";
  const changed: [string, unknown][] = Object.entries(target).flatMap(([key, old]): [string, unknown][] => {
    if (key !== name) return [[key, old]];
    if (rest.length > 0 && typeof old === "object" && old !== null)
      return [[key, mutate(old, { steps: rest, how, value: to })]];
    if (how === "remove") return [];
    return how === "rename" ? [[typeof to === "string" ? to : JSON.stringify(to), old]] : [[key, to]];
  });
  return Array.isArray(target) ? changed.map(([, one]) => one) : Object.fromEntries(changed);
};

const mutated = fc
  .array(mutation, { maxLength: 4 })
  .map((mutations) => (base: unknown) => mutations.reduce(mutate, base));
const anything = value.map((event) => () => event);

/** A mutated event, or now and then no event at all, and the handler that gets it. */
export const calls = fc
  .record({
    base: fc.constantFrom(...bases),
    change: fc.oneof({ weight: 20, arbitrary: mutated }, { weight: 1, arbitrary: anything }),
  })
  .map(({ base: [name, handler, event], change }) => ({ name, handler, event: change(event) }));

/** Calls the handler and says what is wrong with its answer, or what status it has. */
export const check = async (handler: Handler<string>, sentEvent: unknown): Promise<number> => {
  const before = JSON.stringify(sentEvent);
  let answer: unknown;
  try {
    answer = await handler(sentEvent, lambdaContext());
  } catch (error) {
    if (
      !(error instanceof Error) ||
      error.stack !== "" ||
      !/^\{"status":\d{3},"code":"\w+",[^\n]*\}$/.test(error.message)
    )
      throw new Error("A handler threw what no selection pattern matches.", { cause: error });
    answer = { statusCode: JSON.parse(error.message).status, body: error.message };
  }
  if (JSON.stringify(sentEvent) !== before) throw new Error("The event was changed.");
  if (Object.keys(Object.prototype).length > 0 || "polluted" in {})
    throw new Error("A prototype was polluted.");
  const printed = JSON.stringify(answer) ?? "null";
  if (/\bat .{0,80}\.[jt]s:\d+/.test(printed)) throw new Error(`A stack in the answer: ${printed}`);
  return statusOf(JSON.parse(printed));
};

interface Answer {
  readonly statusCode?: unknown;
  readonly status?: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly multiValueHeaders?: Readonly<Record<string, unknown>>;
  readonly cookies?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

const statusOf = (answer: Answer): number => {
  const status = answer.statusCode ?? answer.status;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`No status: ${JSON.stringify(answer)}`);
  if (answer.statusCode === undefined) return status;
  const texts = [
    ...Object.values(answer.headers ?? {}),
    ...Object.values(answer.multiValueHeaders ?? {}).flat(),
    ...[answer.cookies ?? []].flat(),
  ];
  if (texts.some((one) => typeof one !== "string" || /[\r\n]/.test(one)))
    throw new Error(`A header that is none: ${JSON.stringify(answer)}`);
  if (typeof answer.body !== "string") throw new Error(`A body that is no text: ${JSON.stringify(answer)}`);
  if (![undefined, true, false].includes(answer.isBase64Encoded as never))
    throw new Error("isBase64Encoded is no boolean.");
  return status;
};
