import { get, query } from "@gatewright/runtime";
import * as z from "zod";

export const greet = get("/greeting", {
  integration: "custom",
  input: { greeter: query(z.string().optional()) },
  output: z.object({ message: z.string() }),
  errors: { MissingGreeter: 400 },
});
