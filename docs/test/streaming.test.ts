import { gunzipSync } from "node:zlib";
import { invoke } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { handler as exportHandler, exportOrders } from "../examples/streaming/src/export.ts";
import { report, handler as reportHandler } from "../examples/streaming/src/headers.ts";
import { ticks } from "../examples/streaming/src/ticks.ts";
import { handler as urlHandler } from "../examples/streaming/src/url.ts";
import { watch } from "../examples/streaming/src/watch.ts";
import { handler as writtenHandler } from "../examples/streaming/src/written.ts";

import { withDeployed } from "./gateway.ts";

const textOf = (body: unknown) => new TextDecoder().decode(body as Uint8Array);

test("a function of a writer says the same as a generator", async () => {
  const answer = await invoke(ticks, writtenHandler, {});
  expect(textOf(answer.body)).toBe("data: 3\n\ndata: 2\n\ndata: 1\n\n");
});

test("bytes are streamed, too", async () => {
  const { body } = await invoke(exportOrders, exportHandler, {});
  expect(gunzipSync(body as Uint8Array).toString()).toBe("1,teapot\n2,cup\n");
});

test("a stream has a status and headers like other answers", async () => {
  const answer = await invoke(report, reportHandler, {});
  expect(answer).toMatchObject({
    status: 200,
    headers: { "content-disposition": 'attachment; filename="report.csv"' },
  });
  expect(textOf(answer.body)).toBe("id,sku\n1,teapot\n");
});

test("a function URL is served by the same handler, joined", async () => {
  const answer = await invoke(ticks, urlHandler, { from: "1" }, { shape: "url" });
  expect(textOf(answer.body)).toBe("data: 1\n\n");
});

test("the client gets the events one by one from what is deployed", () =>
  withDeployed("streaming", async (url = "") => {
    const seen: string[] = [];
    await watch(url, (second) => seen.push(second));
    expect(seen).toEqual(["2", "1"]);
  }));
