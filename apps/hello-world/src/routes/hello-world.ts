import { get, query } from "@gatewright/runtime";
import * as z from "zod";

/** What the walkthrough's function returns. In a custom integration it is passed on as the body. */
const Greeting = z.object({
  statusCode: z.literal(200),
  headers: z.object({ "Content-Type": z.literal("*/*") }),
  body: z.string(),
});

/** `GET /greeting?greeter={name}` with a custom integration: AWS's "Set up Lambda custom integrations". */
export const greet = get("/greeting", {
  integration: "custom",
  input: { greeter: query(z.string().optional()) },
  output: Greeting,
  errors: { MissingGreeter: 400 },
});
