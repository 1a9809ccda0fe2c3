import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import { placeOrder } from "./routes/orders.ts";

const metrics = new Metrics({ namespace: "shop", serviceName: "orders" });

export const handler = placeOrder
  .handler(({ input, fail, reply }) => {
    if (input.order.sku === "none") {
      metrics.addMetric("ordersRefused", MetricUnit.Count, 1);
      throw fail.OutOfStock("None left.");
    }
    metrics.addMetric("ordersPlaced", MetricUnit.Count, 1);
    return reply(201, { id: "1" });
  })
  .use(logMetrics(metrics));
