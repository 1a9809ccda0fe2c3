import { context, get, join, lambdaAuthorizer } from "@gatewright/runtime";
import { event, invoke, invokeEvent, lambdaContext } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { handler } from "../src/functions/place-order.ts";
import { placeOrder } from "../src/routes/orders.ts";

const input = { customer: "c1", order: { sku: "teapot", count: 1 } };

// #region event
test("the handler is a Lambda handler", async () => {
  const answer = await handler(event(placeOrder, input), lambdaContext());
  expect(answer).toMatchObject({ statusCode: 201, body: '{"id":"1"}' });
});
// #endregion

// #region own
test("a body that is no JSON is refused", async () => {
  const made = event(placeOrder, input) as object;
  const answer = await invokeEvent(handler, { ...made, body: "{" });
  expect(answer).toMatchObject({ status: 400, body: { code: "MalformedBody" } });
});
// #endregion

// #region shapes
test.each(["rest", "http", "url", "alb", "alb-multi"] as const)("%s events are served", async (shape) => {
  const answer = await invoke(placeOrder, join(handler), input, { shape });
  expect(answer).toMatchObject({ status: 201, body: { id: "1" } });
});
// #endregion

// #region context
const sessions = lambdaAuthorizer({ name: "sessions", type: "token", context: { user: "string" } });
const me = get("/me", { auth: sessions, input: { user: context("authorizer.user") }, output: z.string() });

test("a handler sees who calls", async () => {
  const handler = me.handler(({ input }) => input.user);
  const answer = await invoke(me, handler, {}, { context: { "authorizer.user": "ann" } });
  expect(answer.body).toBe("ann");
});
// #endregion
