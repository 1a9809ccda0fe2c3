import { Tracer } from "@aws-lambda-powertools/tracer";
import { captureLambdaHandler } from "@aws-lambda-powertools/tracer/middleware";
import { banner } from "./routes/orders.ts";

const tracer = new Tracer({ serviceName: "orders" });

export const handler = banner
  .handler(async () => {
    tracer.putAnnotation("audience", "everybody");
    return { text: "Tea." };
  })
  .use(captureLambdaHandler(tracer));
