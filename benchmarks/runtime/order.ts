// The schemas of PUT /orders/{id}.
import * as z from "zod";

export const id = z.string().min(4).max(40);
export const dryRun = z.enum(["yes", "no"]);
export const limit = z.coerce.number().int().min(1).max(100);
export const order = z.object({
  customer: z.string().min(1),
  note: z.string().max(200).optional(),
  lines: z.array(z.object({ sku: z.string().min(1), quantity: z.number().int().min(1) })).min(1),
});

/** The same by place, for those who want one schema a place. */
export const params = z.object({ id });
export const query = z.object({ dryRun, limit });

export const receipt = z.object({
  id: z.string(),
  customer: z.string(),
  stored: z.boolean(),
  units: z.number(),
  shipped: z.number(),
});
