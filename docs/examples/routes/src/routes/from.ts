import { from, get } from "@gatewright/runtime";
import * as z from "zod";

export const search = get("/search", {
  input: { text: from.query("q", z.string()), tenant: from.header("x-tenant", z.string()) },
  output: z.array(z.string()),
});
