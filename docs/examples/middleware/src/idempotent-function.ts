import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from "@aws-lambda-powertools/idempotency";
import { MemoryPersistence } from "./memory-persistence.ts";
import { placeOrder } from "./routes/orders.ts";

export const idempotent = (place: (sku: string) => Promise<string>) => {
  const config = new IdempotencyConfig({ eventKeyJmesPath: "key" });
  const placeOnce = makeIdempotent(({ sku }: { key: string; sku: string }) => place(sku), {
    persistenceStore: new MemoryPersistence(),
    config,
  });
  return placeOrder.handler(async ({ input, fail, reply, lambda }) => {
    config.registerLambdaContext(lambda);
    try {
      return reply(201, { id: await placeOnce({ key: input.key, sku: input.order.sku }) });
    } catch (error) {
      if (error instanceof IdempotencyAlreadyInProgressError)
        throw fail.Conflict("This order is being placed.");
      throw error;
    }
  });
};
