import fc from "fast-check";
import { expect, test } from "vitest";
import { calls, check } from "./fuzz/law.ts";
import { logged } from "./logged.ts";

test("whatever the event, the answer is valid, has no stack in it, and pollutes nothing", async () => {
  const rejections: unknown[] = [];
  const reject = (error: unknown) => void rejections.push(error);
  process.on("unhandledRejection", reject);
  await logged(() =>
    fc.assert(
      fc.asyncProperty(calls, async ({ handler, event }) => void (await check(handler, event))),
      {
        numRuns: 1000,
      },
    ),
  );
  process.off("unhandledRejection", reject);
  expect(rejections).toEqual([]);
});
