import { createGzip } from "node:zlib";
import { get, stream } from "@gatewright/runtime";
import { rows } from "./rows.ts";

export const exportOrders = get("/orders.csv.gz", { output: stream("application/gzip") });

export const handler = exportOrders.handler(() => {
  const packed = createGzip();
  const write = async () => {
    for await (const { id, sku } of rows()) packed.write(`${id},${sku}\n`);
    packed.end();
  };
  write().catch((error) => packed.destroy(error));
  return packed;
});
