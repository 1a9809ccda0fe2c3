import { createShop } from "./shop.client.ts";

const shop = createShop({
  url: "http://127.0.0.1:4566/restapis/abc123/test/_user_request_",
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const greeting = await shop.greet({ greeter: "me" });
console.log(greeting.message, await shop.whoami());

const nobody = await shop.greet.safe({});
if (!nobody.ok && nobody.error.code === "MissingGreeter")
  console.log(nobody.error.status, nobody.error.detail);
