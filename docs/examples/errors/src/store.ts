interface Item {
  readonly lockedBy?: string;
}

const items = new Map<string, Item>([
  ["teapot", {}],
  ["cup", { lockedBy: "ann" }],
]);

export const store = {
  async find(sku: string): Promise<Item | undefined> {
    if (sku === "broken") throw new Error("connect ECONNREFUSED 10.0.0.7:5432 password=hunter2");
    return items.get(sku);
  },
};
