import { createShop } from "./shop.client.ts";

export const shopOf = (url: string, token: string) =>
  createShop({
    url,
    fetch: (to, request) => {
      const headers = new Headers(request.headers);
      headers.set("authorization", `Bearer ${token}`);
      return fetch(to, { ...request, headers });
    },
  });
