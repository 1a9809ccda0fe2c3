import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { banner } from "./routes/orders.ts";

const parameters = new SSMProvider();

export const handler = banner.handler(async () => {
  const text = await parameters.get("/shop/banner", { maxAge: 60 });
  return { text: text ?? "" };
});
