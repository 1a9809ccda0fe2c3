import { get, query, stream } from "@gatewright/runtime";
import * as z from "zod";

export const ticks = get("/ticks", {
  input: { from: query(z.string().min(1).pipe(z.coerce.number<string>()).default(3)) },
  output: stream("text/event-stream"),
  errors: { Gone: 410 },
});

export const handler = ticks.handler(async function* ({ input, fail }) {
  if (input.from < 1) throw fail.Gone("It has started.");
  for (let second = input.from; second > 0; second--) yield `data: ${second}\n\n`;
});
