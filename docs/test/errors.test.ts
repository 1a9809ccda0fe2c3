import type { Middleware } from "@gatewright/runtime";
import { event, invoke, invokeEvent } from "@gatewright/runtime/testing";
import { withApi } from "@gatewright/runtime/with-api";
import { createError } from "@middy/util";
import { afterEach, expect, test, vi } from "vitest";
import { buy, buyOrThrow } from "../examples/errors/src/call.ts";
import { handler } from "../examples/errors/src/functions/place-order.ts";
import { handler as guarded } from "../examples/errors/src/guarded.ts";
import { rateLimit } from "../examples/errors/src/rate-limit.ts";
import { placeOrder } from "../examples/errors/src/routes/orders.ts";
import { fail, shared } from "../examples/errors/src/shared.ts";
import { createShop } from "../examples/errors/src/shop.client.ts";
import { handler as withShared } from "../examples/errors/src/with-shared.ts";
import { mistakesOf } from "./compile.ts";
import { withDeployed } from "./gateway.ts";
import { http, shown } from "./show.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const order = (sku: string, count = 1) => invoke(placeOrder, handler, { order: { sku, count } });

test.each([
  ["out-of-stock.http", "spoon", 1],
  ["locked.http", "cup", 1],
  ["invalid.http", "", -1],
])("%s", async (name, sku, count) => {
  await shown("errors", name, http(await order(sku, count)));
});

test("an unexpected error tells its caller nothing, and the log everything", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const answer = await order("broken");
  expect(JSON.stringify(answer)).not.toContain("hunter2");
  await shown("errors", "unexpected.http", http(answer));
  const [message, cause] = log.mock.calls[0] ?? [];
  await shown("errors", "log.txt", `${message} ${String(cause)}`);
});

test("a body that is no JSON, and one of another type, are refused", async () => {
  const made = event(placeOrder, { order: { sku: "teapot", count: 1 } }) as Record<string, unknown>;
  await shown("errors", "malformed.http", http(await invokeEvent(handler, { ...made, body: '{"sku":' })));
  const headers = { "Content-Type": "text/plain" };
  const other = await invokeEvent(handler, {
    ...made,
    headers,
    multiValueHeaders: { "Content-Type": ["text/plain"] },
  });
  await shown("errors", "other-type.http", http(other));
});

test("a middleware's HTTP error leaves as a problem; that of a server's mistake tells nothing", async () => {
  expect(guarded.routes).toHaveLength(1);
  const call = (middleware: Middleware) =>
    invoke(placeOrder, placeOrder.handler(({ reply }) => reply(201, { id: "1" })).use(middleware), {
      order: { sku: "teapot", count: 1 },
    });
  await shown("errors", "middleware.http", http(await call(rateLimit(0))));
  expect((await call(rateLimit(1))).status).toBe(201);
  vi.spyOn(console, "error").mockImplementation(() => {});
  const down = () => {
    throw createError(503, "The database at 10.0.0.7 is down.");
  };
  expect(await call({ before: down })).toMatchObject({ status: 500, body: { code: "InternalError" } });
});

test("errors of all routes have the API's codes and headers, and can be thrown wherever", async () => {
  const call = (middleware: Middleware) =>
    invoke(
      placeOrder,
      withApi(placeOrder.handler(({ reply }) => reply(201, { id: "1" })).use(middleware), shared),
      { order: { sku: "teapot", count: 1 } },
    );
  expect(await call(rateLimit(0))).toMatchObject({
    status: 429,
    headers: { "strict-transport-security": "max-age=63072000", vary: "Origin" },
    body: { code: "RateLimited" },
  });
  const until = "2027-01-01";
  const banned = { before: () => fail.Banned("Not before then.", { until }) };
  expect(await call(banned)).toMatchObject({ status: 403, body: { code: "Banned", details: { until } } });
  expect(withShared.routes).toEqual(guarded.routes);
});

test("a handler that takes too long is answered before Lambda ends it", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const slow = placeOrder.handler(
    ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
      ),
  );
  const answer = await invoke(placeOrder, slow, { order: { sku: "teapot", count: 1 } }, { remaining: 100 });
  await shown("errors", "timeout.http", http(answer));
});

test("the runtime's own codes cannot be declared", async () => {
  await shown("errors", "mistakes.txt", await mistakesOf("errors"));
});

test("the client tells the errors apart", () =>
  withDeployed("errors", async (url = "") => {
    const shop = createShop({ url });
    expect(await buy(shop, "teapot")).toBe("Order 1 is placed.");
    expect(await buy(shop, "spoon")).toBe("There are none left.");
    expect(await buy(shop, "cup")).toBe("ann was faster.");
    expect(await buy(shop, "")).toMatch(/^order\.sku: /);
    expect(await buy(shop, "broken")).toMatch(/^Please try again later \(/);
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    await expect(buyOrThrow(shop, "spoon")).rejects.toThrow("409 OutOfStock");
    expect(log).toHaveBeenCalledWith("OutOfStock", 409, "None left.");
  }));
