import { greet } from "../routes/hello-world.ts";

export const handler = greet.handler(({ input: { greeter }, fail }) => {
  if (greeter === undefined) throw fail.MissingGreeter("Missing the required greeter parameter.");
  return {
    statusCode: 200,
    headers: { "Content-Type": "*/*" },
    body: `Hello, ${greeter === "" ? "World" : greeter}!`,
  };
});
