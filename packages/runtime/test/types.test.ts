import { expectTypeOf, test } from "vitest";
import * as z from "zod";
import { api, context, get, type Handler, join, post, query, type Reply, router } from "../src/index.ts";
import { cookies, greeting, page, placing, search } from "./routes.ts";

// The compiler checks these: `npm run typecheck`. Mistakes and their messages are in sentences/.

test("a handler gets what the schemas make, and what the path says", () => {
  greeting("proxy").handler(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{
      greeter: string | undefined;
      loud: boolean;
      trace: string | undefined;
      session: string | undefined;
      caller: string | undefined;
      language: string;
    }>();
    return { language: input.language, loud: input.loud };
  });
  get("/plain/{a}/{b+}", { output: null }).handler(({ input }) => {
    expectTypeOf(input).toEqualTypeOf<{ a: string; b: string }>();
  });
  search.handler(({ input }) => {
    expectTypeOf(input.tags).toEqualTypeOf<string[]>();
    return input;
  });
});

test("a handler of one output returns its body, of several a reply", () => {
  expectTypeOf(page.handler)
    .parameter(0)
    .returns.toEqualTypeOf<string | Reply<200> | Promise<string | Reply<200>>>();
  expectTypeOf(placing("proxy").handler)
    .parameter(0)
    .returns.toEqualTypeOf<Reply<201 | 202 | 204> | Promise<Reply<201 | 202 | 204>>>();
  cookies.handler(({ reply }) => {
    expectTypeOf(reply).parameter(0).toEqualTypeOf<200>();
    return reply(200, undefined, { "set-cookie": [], "last-modified": "" });
  });
});

test("a body may have members of any name", () => {
  const body = z.object({ statusCode: z.number(), headers: z.object({ a: z.string() }), body: z.string() });
  get("/a", { output: body }).handler(() => ({ statusCode: 200, headers: { a: "" }, body: "" }));
});

test("fail has the declared codes, with the details that they carry", () => {
  greeting("custom").handler(({ fail, input }) => {
    expectTypeOf(fail.MissingGreeter).parameters.toEqualTypeOf<[detail: string]>();
    expectTypeOf(fail.Locked).parameters.toEqualTypeOf<[detail: string, details: { by: string }]>();
    if (input.greeter === undefined) throw fail.MissingGreeter("Who?");
    expectTypeOf(input.greeter).toEqualTypeOf<string>();
    return { language: input.greeter, loud: false };
  });
});

test("one word changes the integration, and no handler", () => {
  const declare = <const I extends "proxy" | "custom">(integration: I) =>
    post("/a", {
      integration,
      input: { a: query(z.string()), at: context("requestTime") },
      output: z.string(),
    });
  expectTypeOf(declare("proxy").handler).toEqualTypeOf(declare("custom").handler);
});

test("a function of several routes is named by all of them", () => {
  const routes = { page, search };
  const handlers = { page: page.handler(() => ""), search: search.handler(({ input }) => input) };
  expectTypeOf(join(handlers.page, handlers.search)).toEqualTypeOf<
    Handler<"GET /page" | "GET /search/{rest+}">
  >();
  expectTypeOf(router(api({ name: "a", routes }), handlers)).toEqualTypeOf<
    Handler<"GET /page" | "GET /search/{rest+}">
  >();
});
