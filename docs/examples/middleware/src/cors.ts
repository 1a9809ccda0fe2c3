import httpCors from "@middy/http-cors";
import { banner } from "./routes/orders.ts";

export const handler = banner
  .handler(() => ({ text: "Tea is on us." }))
  .use(httpCors({ origins: ["https://shop.example"], credentials: true }));
