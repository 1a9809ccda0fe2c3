import { IdempotencyConfig } from "@aws-lambda-powertools/idempotency";
import { makeHandlerIdempotent } from "@aws-lambda-powertools/idempotency/middleware";
import { MemoryPersistence } from "./memory-persistence.ts";
import { placeOrder } from "./routes/orders.ts";
import { place } from "./store.ts";

export const handler = placeOrder
  .handler(async ({ input, fail, reply }) => {
    if (input.order.sku === "none") throw fail.OutOfStock("None left.");
    return reply(201, { id: await place(input.order.sku) });
  })
  .use(
    makeHandlerIdempotent({
      persistenceStore: new MemoryPersistence(),
      config: new IdempotencyConfig({
        eventKeyJmesPath: 'headers."Idempotency-Key" || headers."idempotency-key"',
      }),
    }),
  );
