import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod";
import { bytes, get, text } from "../src/index.ts";
import { invoke } from "../src/testing.ts";
import { logged } from "./logged.ts";

const item = get("/item", {
  output: { 200: { body: z.object({ id: z.string() }), headers: { etag: z.string() } } },
});
const handlerOf = (body: unknown, headers: unknown = { etag: "1" }) =>
  item.handler(({ reply }) => reply(200, body as { id: string }, headers as { etag: string }));

const environment = (value: string) => vi.stubEnv("GATEWRIGHT_CHECK_ANSWERS", value);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test.each([
  ["a wrong body", { id: 1 }, { etag: "1" }, "body.id: "],
  ["a missing header", { id: "1" }, {}, "etag: "],
  [
    "a header that is not declared",
    { id: "1" },
    { etag: "1", more: "2" },
    "more: no such header is declared",
  ],
])("%s is an internal error, and the log says which", async (_, body, headers, said) => {
  const log = await logged(async () => {
    expect(await invoke(item, handlerOf(body, headers), {})).toMatchObject({
      status: 500,
      body: { code: "InternalError" },
    });
  });
  expect(log).toContain(said);
});

test("answers are sent as they are unless they are to be stripped", async () => {
  const handler = handlerOf({ id: "1", secret: "2" });
  expect((await invoke(item, handler, {})).body).toEqual({ id: "1", secret: "2" });
  environment("strip");
  expect((await invoke(item, handler, {})).body).toEqual({ id: "1" });
});

test("never checks none, and a share checks that many", async () => {
  environment("never");
  expect((await invoke(item, handlerOf({ id: 1 }), {})).status).toBe(200);
  environment("0.25");
  const random = vi.spyOn(Math, "random");
  const statuses: number[] = [];
  await logged(async () => {
    for (const chance of [0.24, 0.25]) {
      random.mockReturnValue(chance);
      statuses.push((await invoke(item, handlerOf({ id: 1 }), {})).status);
    }
  });
  expect(statuses).toEqual([500, 200]);
});

test("what is not text or bytes is never sent as such", async () => {
  environment("never");
  const page = get("/page", { output: text() });
  const image = get("/image", { output: bytes("image/png") });
  const log = await logged(async () => {
    expect(
      (
        await invoke(
          page,
          page.handler(() => 7 as never),
          {},
        )
      ).status,
    ).toBe(500);
    expect(
      (
        await invoke(
          image,
          image.handler(() => "x" as never),
          {},
        )
      ).status,
    ).toBe(500);
  });
  expect(log).toContain("return a string");
  expect(log).toContain("return a Uint8Array");
});
