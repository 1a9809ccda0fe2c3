import { createShop } from "./shop.client.ts";

const shop = createShop({
  url: process.argv[2] ?? "",
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const greeting = await shop.greet({ greeter: "me" });
console.log(greeting.message, await shop.whoami());

const placed = await shop.placeOrder({ customer: "c1", order: { sku: "later" } });
if (placed.status === 201) console.log("placed", placed.body.id, placed.headers.location);
else console.log("ticket", placed.body.ticket);

const locked = await shop.placeOrder.safe({ customer: "c1", order: { sku: "cup" } });
if (!locked.ok && locked.error.code === "Locked") console.log("locked by", locked.error.details.by);
