import { type RetryOptions, retrying } from "@gatewright/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createShop } from "./shop.client.ts";

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-01-02T03:04:05Z") }));
afterEach(() => void vi.useRealTimers());

type Step = number | readonly [status: number, retryAfter: string] | Error;

/** A client whose requests are answered so, one after the other; when each was sent, in milliseconds. */
const shopThat = (steps: readonly Step[], options: RetryOptions = {}) => {
  const sent: number[] = [];
  const start = Date.now();
  const send = async (_: string, { signal }: RequestInit) => {
    signal?.throwIfAborted();
    const step = steps[sent.length] ?? 200;
    sent.push(Date.now() - start);
    if (step instanceof Error) throw step;
    const [status, retryAfter] = typeof step === "number" ? [step] : step;
    return Response.json(
      { message: "Hi" },
      { status, headers: retryAfter ? { "retry-after": retryAfter } : {} },
    );
  };
  const shop = createShop({
    url: "https://shop.example/prod",
    fetch: retrying({ fetch: send, random: () => 1, ...options }),
  });
  const settled = async <T>(call: Promise<T>): Promise<T> => {
    await vi.runAllTimersAsync();
    return call;
  };
  return { shop, sent, settled };
};

const broken = new TypeError("fetch failed");

test.each<[string, readonly Step[], readonly number[], string]>([
  ["an answer at once is the answer", [200], [0], "ok"],
  ["no answer, then one", [broken, 200], [0, 200], "ok"],
  ["pauses double", [503, 502, 200], [0, 200, 600], "ok"],
  ["the last answer is the answer", [500, 504, 503, 200], [0, 200, 600], "UndeclaredError"],
  ["the last failure is the failure", [broken, broken, broken], [0, 200, 600], "NetworkError"],
  ["too many requests", [429, 200], [0, 200], "ok"],
  ["what will not change is not asked again", [400, 200], [0], "UndeclaredError"],
  ["seconds of Retry-After", [[503, "2"], 200], [0, 2000], "ok"],
  ["a date of Retry-After", [[503, "Fri, 02 Jan 2026 03:04:08 GMT"], 200], [0, 3000], "ok"],
  [
    "a Retry-After that is over, or none",
    [[503, "Thu, 01 Jan 2026 00:00:00 GMT"], [503, "soon"], 200],
    [0, 200, 600],
    "ok",
  ],
  ["a Retry-After that is too long", [[503, "3600"], 200], [0], "UndeclaredError"],
])("%s", async (_, steps, times, outcome) => {
  const { shop, sent, settled } = shopThat(steps);
  const result = await settled(shop.greet.safe());
  expect(sent).toEqual(times);
  expect(result.ok ? "ok" : result.error.code).toBe(outcome);
});

test("what may have had an effect is never sent twice", async () => {
  for (const step of [broken, 503, 429]) {
    const { shop, sent, settled } = shopThat([step, 204]);
    await settled(shop.signUp.safe({ person: { name: "Ann" } }));
    expect(sent).toEqual([0]);
  }
});

test.each([
  ["GET", 2],
  ["HEAD", 2],
  ["PUT", 2],
  ["DELETE", 2],
  ["OPTIONS", 2],
  ["POST", 1],
  ["PATCH", 1],
])("a %s is sent %i times at most, with the same body", async (method, times) => {
  const sent: RequestInit[] = [];
  const send = async (_: string, init: RequestInit) => {
    sent.push(init);
    return new Response("", { status: 503 });
  };
  const init = { method, ...(method === "PUT" && { body: "x" }) };
  const answer = retrying({ fetch: send, attempts: 2 })("https://shop.example", init);
  await vi.runAllTimersAsync();
  expect((await answer).status).toBe(503);
  expect(sent).toEqual(Array.from({ length: times }, () => init));
});

test("pauses are random, and have a limit", async () => {
  const { shop, sent, settled } = shopThat([503, 503, 503, 503], {
    attempts: 5,
    pause: 1000,
    longestPause: 3000,
    random: () => 0.5,
  });
  await settled(shop.greet());
  expect(sent).toEqual([0, 500, 1500, 3000, 4500]);
});

test("the call's timeout holds for all attempts, and its signal ends a pause", async () => {
  const timed = shopThat([503, 503, 503], { pause: 1000 });
  const late = timed.shop.greet.safe({}, { timeout: 1500 });
  expect(await timed.settled(late)).toMatchObject({ error: { code: "Timeout" } });
  expect(timed.sent).toEqual([0, 1000]);

  const stopped = shopThat([503, 200], { pause: 1000 });
  const controller = new AbortController();
  const call = stopped.shop.greet.safe({}, { signal: controller.signal });
  await vi.advanceTimersByTimeAsync(500);
  controller.abort();
  expect(await call).toMatchObject({ error: { code: "Aborted" } });
  expect(stopped.sent).toEqual([0]);
});
