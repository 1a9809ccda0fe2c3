import { greet } from "../routes/greeting.ts";

export const handler = greet.handler(({ input, fail }) => {
  if (input.greeter === undefined) throw fail.MissingGreeter("Who is it?");
  return { message: `Hello, ${input.greeter || "World"}!` };
});
