import { api } from "@gatewright/runtime";
import { greeting, picture, robots } from "./routes/outputs.ts";

export const shop = api({
  name: "shop",
  routes: { greeting, picture, robots },
  headers: { "Strict-Transport-Security": "max-age=63072000" },
  cors: {
    origins: ["https://shop.example", "https://admin.shop.example"],
    credentials: true,
    expose: ["x-amzn-requestid", "x-amzn-errortype"],
    maxAge: 600,
  },
});
