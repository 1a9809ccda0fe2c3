import { ApiError } from "@gatewright/client";
import type { Shop } from "./shop.client.ts";

/** Orders a thing, and says in words what became of it. */
export const buy = async (shop: Shop, sku: string): Promise<string> => {
  const result = await shop.placeOrder.safe({ order: { sku, count: 1 } });
  if (result.ok) return `Order ${result.value.id} is placed.`;
  const { error } = result;
  switch (error.code) {
    case "OutOfStock":
      return "There are none left.";
    case "Locked":
      return `${error.details.by} was faster.`;
    case "InvalidInput":
      return error.details.map(({ path, detail }) => `${path}: ${detail}`).join("; ");
    default:
      return `Please try again later (${error.requestId ?? error.code}).`;
  }
};

/** The same with an exception. */
export const buyOrThrow = async (shop: Shop, sku: string): Promise<string> => {
  try {
    return (await shop.placeOrder({ order: { sku, count: 1 } })).id;
  } catch (error) {
    if (error instanceof ApiError) console.error(error.code, error.status, error.detail);
    throw error;
  }
};
