import { get, stream } from "@gatewright/runtime";
import * as z from "zod";

export const report = get("/report", {
  output: {
    200: { body: stream("text/csv"), headers: { "content-disposition": z.string() } },
    304: null,
  },
});

export const handler = report.handler(({ reply }) =>
  reply(200, lines(), { "content-disposition": 'attachment; filename="report.csv"' }),
);

async function* lines() {
  yield "id,sku\n";
  yield "1,teapot\n";
}
