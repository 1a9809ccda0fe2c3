import { retrying } from "@gatewright/client";
import { createShop } from "./shop.client.ts";

export const shopOf = (url: string) =>
  createShop({
    url,
    timeout: 5000,
    headers: { "x-caller": "till 3" },
    fetch: retrying({ attempts: 4 }),
  });

export const greetingOf = async (url: string, signal: AbortSignal): Promise<string> => {
  const { message } = await shopOf(url).greet({ greeter: "me" }, { signal, headers: { "x-trace": "1" } });
  return message;
};
