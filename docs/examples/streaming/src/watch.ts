import { createClock } from "./clock.client.ts";

export const watch = async (url: string, show: (second: string) => void): Promise<void> => {
  const clock = createClock({ url });
  for await (const { data } of await clock.ticks({ from: "2" })) show(data);
};
