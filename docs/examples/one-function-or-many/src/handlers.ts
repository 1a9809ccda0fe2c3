import { orders, placeOrder } from "./routes/orders.ts";

export const placeOrderHandler = placeOrder.handler(({ input, reply }) =>
  reply(201, { id: "2", ...input.order }),
);

export const ordersHandler = orders.handler(() => [{ id: "1", sku: "teapot" }]);
