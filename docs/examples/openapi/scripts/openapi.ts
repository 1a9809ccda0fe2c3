import { describe } from "@gatewright/runtime/describe";
import { openapi } from "@gatewright/runtime/openapi";
import { shop } from "../src/api.ts";

const document = openapi(await describe(shop), {
  target: "3.1",
  version: "1.2.0",
  servers: ["https://api.shop.example"],
});

console.log(JSON.stringify(document, null, 2));
