import { invoke } from "@gatewright/runtime/testing";
import { expect, test, vi } from "vitest";
import { handler } from "../src/functions/list-orders.ts";
import { listOrders } from "../src/routes/orders.ts";

test("an answer that is not what the route declares is an internal error", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  expect((await invoke(listOrders, handler, { customer: "c1" })).status).toBe(200);
  expect((await invoke(listOrders, handler, { customer: "c2" })).status).toBe(500);
  expect(String(log.mock.calls[0]?.[1])).toContain("body.0.count");
});
