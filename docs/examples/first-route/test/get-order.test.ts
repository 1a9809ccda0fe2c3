import { event, invoke, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { handler } from "../src/functions/get-order.ts";
import { getOrder } from "../src/routes/orders.ts";

test("an order is found by its id", async () => {
  const answer = await invoke(getOrder, handler, { id: "1" });
  expect(answer).toMatchObject({ ok: true, status: 200, body: { sku: "teapot", count: 2 } });
});

test("an order that is not there is a declared error", async () => {
  const answer = await invoke(getOrder, handler, { id: "2" });
  expect(answer).toMatchObject({ ok: false, status: 404, body: { code: "NoSuchOrder" } });
});

test("a handler is a Lambda handler", async () => {
  const answer = await handler(event(getOrder, { id: "1" }), lambdaContext());
  expect(answer).toMatchObject({ statusCode: 200, body: '{"id":"1","sku":"teapot","count":2}' });
});
