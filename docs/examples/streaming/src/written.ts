import { ticks } from "./ticks.ts";

export const handler = ticks.handler(({ input }) => async (write) => {
  for (let second = input.from; second > 0; second--) await write(`data: ${second}\n\n`);
});
