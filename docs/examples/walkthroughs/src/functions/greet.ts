import { greet } from "../routes.ts";

export const handler = greet.handler(({ input: { greeter }, fail }) => {
  if (greeter === undefined) throw fail.MissingGreeter("Missing the required greeter parameter.");
  return { message: `Hello, ${greeter || "World"}!` };
});
