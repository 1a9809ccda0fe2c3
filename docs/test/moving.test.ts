import { join } from "@gatewright/runtime";
import { event, invoke, invokeEvent } from "@gatewright/runtime/testing";
import { beforeEach, expect, test } from "vitest";
import { audited } from "../examples/moving/src/audit.ts";
import { handler as kept } from "../examples/moving/src/kept.ts";
import { handler } from "../examples/moving/src/lambda.ts";
import { changeOrder, listOrders } from "../examples/moving/src/routes/orders.ts";
import { orders } from "../examples/moving/src/store.ts";

const order = { sku: "cup", count: 3 };

beforeEach(() => {
  orders.clear();
  orders.set("1", { sku: "teapot", count: 1 });
});

test.each([["rest"], ["http"], ["url"], ["alb"], ["alb-multi"]] as const)(
  "the routes serve the events of %s",
  async (shape) => {
    const changed = await invoke(changeOrder, handler, { id: "1", order }, { shape });
    expect(changed).toMatchObject({ status: 200, body: { id: "1", ...order } });
    const unknown = await invoke(changeOrder, handler, { id: "2", order }, { shape });
    expect(unknown).toMatchObject({ status: 404, body: { code: "NoSuchOrder" } });
    const invalid = await invoke(changeOrder, handler, { id: "1", order: { ...order, count: 0 } }, { shape });
    expect(invalid).toMatchObject({ status: 400, body: { errors: [{ path: "order.count" }] } });
  },
);

test.each([["rest"], ["http"], ["url"], ["alb-multi"]] as const)(
  "repeated values arrive as a list from %s",
  async (shape) => {
    orders.set("2", { sku: "cup", count: 3 });
    const answer = await invoke(listOrders, handler, { tags: ["cup", "spoon"] }, { shape });
    expect(answer).toMatchObject({ body: [{ sku: "cup" }] });
  },
);

test("a load balancer without multi-value headers sends the last of repeated values", async () => {
  const answer = await invoke(listOrders, handler, { tags: ["teapot", "cup"] }, { shape: "alb" });
  expect(answer).toMatchObject({ body: [] });
});

test("where the path is looked up, an unknown one is 404 and another method 405", async () => {
  const made = event(listOrders, {}, { shape: "alb-multi" }) as object;
  expect(await invokeEvent(handler, { ...made, path: "/other" })).toMatchObject({ status: 404 });
  expect(await invokeEvent(handler, { ...made, httpMethod: "DELETE" })).toMatchObject({
    status: 405,
    headers: { allow: "GET" },
  });
});

test.each([["rest"], ["http"], ["url"], ["alb"]] as const)(
  "middlewares are kept, and see the event of %s in the form of a REST API's",
  async (shape) => {
    await invoke(changeOrder, join(kept), { id: "1", order }, { shape });
    expect(audited.at(-1)).toBe("PUT /orders/1");
  },
);
