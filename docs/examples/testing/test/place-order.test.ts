import { invoke } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { handler } from "../src/functions/place-order.ts";
import { placeOrder } from "../src/routes/orders.ts";

const order = { sku: "teapot", count: 1 };

// #region answers
test("an order is placed", async () => {
  const answer = await invoke(placeOrder, handler, { customer: "c1", order });
  if (!answer.ok || answer.status !== 201) return expect.unreachable();
  expect(answer.body.id).toBe("1");
  expect(answer.headers["location"]).toBe("/orders/c1/1");
});
// #endregion

// #region errors
test.each([
  ["none", 409, "OutOfStock", undefined],
  ["cup", 423, "Locked", { by: "ann" }],
])("%s is refused with %i %s", async (sku, status, code, details) => {
  const answer = await invoke(placeOrder, handler, { customer: "c1", order: { ...order, sku } });
  if (answer.ok) return expect.unreachable();
  expect(answer).toMatchObject({ status, body: { code } });
  expect(answer.body.details).toEqual(details);
});

test("what is wrong with an input is said by path", async () => {
  const answer = await invoke(placeOrder, handler, { customer: "c1", order: { sku: "teapot", count: -1 } });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: "InvalidInput", errors: [{ path: "order.count" }] },
  });
});
// #endregion
