interface Order {
  readonly sku: string;
  readonly count: number;
}

export const orders = new Map<string, Order>([["1", { sku: "teapot", count: 1 }]]);
