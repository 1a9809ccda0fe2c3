import { get, query } from "@gatewright/runtime";
import * as z from "zod";

/** The console's `GET /`: Lambda function, "Use Lambda Proxy integration" ticked. */
export const hello = get("/", { output: z.string() });

/** The console's `GET /my-resource`: not ticked, with a mapping template for `myParam`. */
export const myResource = get("/my-resource", {
  integration: "custom",
  input: { myParam: query(z.string().default("")) },
  output: z.string(),
});

/** The command line's `GET /greeting`. */
export const greet = get("/greeting", {
  integration: "custom",
  input: { greeter: query(z.string().optional()) },
  output: z.object({ message: z.string() }),
  errors: { MissingGreeter: 400 },
});
