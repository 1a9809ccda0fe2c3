import { failures, problem } from "@gatewright/runtime";
import * as z from "zod";

export const shared = {
  cors: { origins: ["https://shop.example"] },
  headers: { "Strict-Transport-Security": "max-age=63072000" },
  errors: { RateLimited: 429, Banned: problem(403, z.object({ until: z.string() })) },
};

/** `throw fail.Banned("Not before then.", { until: "2027-01-01" })` */
export const fail = failures(shared.errors);
