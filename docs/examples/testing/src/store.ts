interface Order {
  readonly sku: string;
  readonly count: number;
}

const orders: Readonly<Record<string, Order[]>> = {
  c1: [{ sku: "teapot", count: 2 }],
  // As an older version wrote it.
  c2: [{ sku: "cup", count: 0 }],
};

export const findOrders = (customer: string): Order[] => orders[customer] ?? [];
