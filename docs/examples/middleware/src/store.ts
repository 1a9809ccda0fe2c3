export const placed: string[] = [];

export const place = async (sku: string): Promise<string> => {
  placed.push(sku);
  return `order-${placed.length}`;
};
