// The schemas of order.ts for whom zod 4 is too new.
import * as z from "zod-3";

export const params = z.object({ id: z.string().min(4).max(40) });
export const query = z.object({
  dryRun: z.enum(["yes", "no"]),
  limit: z.coerce.number().int().min(1).max(100),
});
export const order = z.object({
  customer: z.string().min(1),
  note: z.string().max(200).optional(),
  lines: z.array(z.object({ sku: z.string().min(1), quantity: z.number().int().min(1) })).min(1),
});
export const receipt = z.object({
  id: z.string(),
  customer: z.string(),
  stored: z.boolean(),
  units: z.number(),
  shipped: z.number(),
});
export const named = z.object({ resource: z.string() });
