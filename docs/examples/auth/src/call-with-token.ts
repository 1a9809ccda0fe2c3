import { createShop } from "./shop.client.ts";

export const shopOf = (url: string, session: { readonly token?: string; readonly key?: string }) =>
  createShop({
    url,
    // Functions are asked before each call; a text does as well.
    token: async () => session.token ?? "",
    apiKey: session.key,
  });
