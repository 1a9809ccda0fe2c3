import { closeTarget, createTarget, deployProject, loadProject } from "@gatewright/deploy";
import { type Gateway, startGateway } from "@gatewright/local-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createShop, type Shop } from "../src/shop.client.ts";

let gateway: Gateway;
let shop: Shop;

beforeAll(async () => {
  gateway = await startGateway({ port: 0 });
  const target = await createTarget({ endpoint: gateway.url });
  const project = await loadProject(`${import.meta.dirname}/..`);
  const [deployed] = await deployProject(project, target);
  closeTarget(target);
  shop = createShop({ url: deployed?.url ?? "" });
});

afterAll(() => gateway.close());

test("an order is placed through API Gateway", async () => {
  const answer = await shop.placeOrder({ customer: "c1", order: { sku: "teapot", count: 1 } });
  expect(answer).toMatchObject({ status: 201, body: { id: "1" }, headers: { location: "/orders/c1/1" } });
});

test("an order that cannot be had is a typed error", async () => {
  const answer = await shop.placeOrder.safe({ customer: "c1", order: { sku: "cup", count: 1 } });
  expect(answer).toMatchObject({ ok: false, error: { code: "Locked", details: { by: "ann" } } });
});
