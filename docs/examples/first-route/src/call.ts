import { createShop } from "./shop.client.ts";

const shop = createShop({ url: process.argv[2] ?? "" });

console.log(await shop.getOrder({ id: "1" }));

const missing = await shop.getOrder.safe({ id: "2" });
if (!missing.ok) console.log(missing.error.code, missing.error.detail);
