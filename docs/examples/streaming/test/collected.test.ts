import { invoke } from "@gatewright/runtime/testing";
import { expect, test } from "vitest";
import { handler, ticks } from "../src/ticks.ts";

test("the stream is collected and read whole", async () => {
  const answer = await invoke(ticks, handler, { from: "2" });
  if (!answer.ok) return expect.unreachable();
  expect(answer.headers["content-type"]).toBe("text/event-stream");
  expect(new TextDecoder().decode(answer.body)).toBe("data: 2\n\ndata: 1\n\n");
});

test("what fails before the first piece is a problem", async () => {
  expect(await invoke(ticks, handler, { from: "0" })).toMatchObject({ status: 410, body: { code: "Gone" } });
});
