import { post } from "@gatewright/runtime";
import { describe, RouteError } from "@gatewright/runtime/describe";
import { event, invoke, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test, vi } from "vitest";
import { handler as getOrderHandler } from "../examples/routes/src/functions/get-order.ts";
import * as outputs from "../examples/routes/src/functions/outputs.ts";
import { handler as placeOrderHandler } from "../examples/routes/src/functions/place-order.ts";
import { shop as headersAndCors } from "../examples/routes/src/headers-and-cors.ts";
import { shop } from "../examples/routes/src/routes/booleans.ts";
import { search } from "../examples/routes/src/routes/from.ts";
import { withArkType, withMini, withValibot } from "../examples/routes/src/routes/libraries.ts";
import { getOrder, placeOrder } from "../examples/routes/src/routes/orders.ts";
import * as answered from "../examples/routes/src/routes/outputs.ts";
import { addItem, setPicture, signUp } from "../examples/routes/src/routes/sources.ts";
import { mistakesOf } from "./compile.ts";
import { http, shown } from "./show.ts";

const order = { sku: "a", count: 1 };
const id = "0c2f5fa6-6bd3-4a5c-8d0c-5a2c6f6b2a11";

test("the first example answers with each of its statuses", async () => {
  const log = vi.spyOn(console, "info").mockImplementation(() => {});
  expect(await invoke(placeOrder, placeOrderHandler, { customer: "c1", order })).toMatchObject({
    status: 201,
    body: { id: "1" },
    headers: { location: "/orders/c1/1" },
  });
  expect(log.mock.calls[0]?.[0]).toBe("Order placed.");
  expect(
    await invoke(placeOrder, placeOrderHandler, { customer: "c1", order, dryRun: "true" }),
  ).toMatchObject({ status: 202, body: { ticket: 1 } });
  expect(
    await invoke(placeOrder, placeOrderHandler, { customer: "c1", order: { ...order, sku: "none" } }),
  ).toMatchObject({ status: 409, body: { code: "OutOfStock" } });
  expect(await invoke(getOrder, getOrderHandler, { customer: "c1", id })).toMatchObject({
    status: 404,
    body: { code: "NoSuchOrder" },
  });
});

test("each source is read", async () => {
  let seen: unknown;
  const handler = addItem.handler(({ input }) => {
    seen = input;
  });
  const sent = {
    shop: "s1",
    item: id,
    tags: ["a", "b"],
    session: "abc",
    details: { name: "Teapot", price: 12 },
  };
  const made = event(addItem, sent) as { stageVariables: unknown };
  made.stageVariables = { tier: "paid" };
  await handler(made, lambdaContext());
  expect(seen).toEqual({ ...sent, page: 1, language: undefined, tier: "paid", caller: "127.0.0.1" });
});

test("a form and bytes are read", async () => {
  const seen: unknown[] = [];
  const person = { name: "Ann", interests: ["tea", "cake"] };
  const formHandler = signUp.handler(({ input }) => void seen.push(input.person));
  expect((await invoke(signUp, formHandler, { person })).status).toBe(204);
  const picture = Uint8Array.of(1, 2);
  const bytesHandler = setPicture.handler(({ input }) => void seen.push([...input.picture]));
  expect((await invoke(setPicture, bytesHandler, { id: "p", picture })).status).toBe(204);
  expect(seen).toEqual([person, [1, 2]]);
});

test("from has the sources, too", async () => {
  const handler = search.handler(({ input }) => [input.text, input.tenant]);
  expect(await invoke(search, handler, { text: "tea", tenant: "t" })).toMatchObject({ body: ["tea", "t"] });
});

test("a schema that makes true of false is found when the API is described", async () => {
  const error = await describe(shop).then(
    () => expect.unreachable(),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(RouteError);
  await shown("routes", "coerced-boolean.txt", error.message);
});

test("mistakes are compile errors of one line", async () => {
  await shown("routes", "mistakes.txt", await mistakesOf("routes"));
});

test.each([
  ["zod/mini", withMini.handler(() => {})],
  ["valibot", withValibot.handler(() => {})],
  ["arktype", withArkType.handler(() => {})],
])("%s validates", async (_, handler) => {
  const call = async (body: object) =>
    handler(
      event(post("/x", { input: withMini.declaration.input as never, output: null }), {
        order: body,
      } as never),
      lambdaContext(),
    );
  expect(await call(order)).toMatchObject({ statusCode: 204 });
  expect(await call({ sku: "a", count: 1.5 })).toMatchObject({ statusCode: 400 });
});

test("an API says what of headers and CORS is for all routes", async () => {
  const { cors, headers } = await describe(headersAndCors);
  expect({ cors, headers }).toMatchObject({
    cors: { credentials: true, maxAge: 600 },
    headers: { "Strict-Transport-Security": "max-age=63072000" },
  });
});

test("each output is sent as it says", async () => {
  expect(await invoke(answered.greeting, outputs.greetingHandler, {})).toMatchObject({
    status: 200,
    body: "Hello!",
  });
  expect(await outputs.greetingHandler(event(answered.greeting, {}), lambdaContext())).toMatchObject({
    body: '"Hello!"',
    headers: { "Content-Type": "application/json" },
  });
  expect(await invoke(answered.robots, outputs.robotsHandler, {})).toMatchObject({
    body: "User-agent: *\n",
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
  expect(await invoke(answered.page, outputs.pageHandler, {})).toMatchObject({
    headers: { "content-type": "text/html; charset=utf-8" },
  });
  const picture = await invoke(answered.picture, outputs.pictureHandler, {});
  expect(picture).toMatchObject({ status: 200, body: Uint8Array.of(0x89, 0x50, 0x4e, 0x47) });
  expect(await invoke(answered.forget, outputs.forgetHandler, {})).toMatchObject({ status: 204 });
  await shown("routes", "redirect.http", http(await invoke(answered.old, outputs.oldHandler, {})));
  await shown("routes", "cookies.http", http(await invoke(answered.signIn, outputs.signInHandler, {})));
});
