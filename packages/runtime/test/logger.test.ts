import { inspect } from "node:util";
import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { expect, test } from "vitest";
import { get, join, text } from "../src/index.ts";
import { powertools, withLogger } from "../src/powertools.ts";
import { event, invoke, lambdaContext } from "../src/testing.ts";
import { logged } from "./logged.ts";

const page = get("/page", { output: text() });

/** A logger of Powertools that keeps its entries. */
const keeping = () => {
  const entries: Record<string, unknown>[] = [];
  class Keeping extends PowertoolsLogger {
    protected override printLog(_level: number, item: { getAttributes(): Record<string, unknown> }): void {
      entries.push(item.getAttributes());
    }
  }
  return { entries, logger: new Keeping({ serviceName: "shop" }) };
};

test("without a word, a handler logs to the console", async () => {
  const handler = page.handler(({ logger }) => {
    logger.info("Hello.", { customer: "c1" });
    return "";
  });
  const log = await logged(() => invoke(page, handler, {}));
  expect(log).toContain("Hello.");
  expect(log).toContain("c1");
});

test("Powertools' logger says the request, the route, the function and whether the start was cold", async () => {
  const { entries, logger } = keeping();
  const handler = page
    .handler(({ logger }) => {
      logger.info("Hello.", { customer: "c1" });
      return "";
    })
    .use(powertools(logger));
  await invoke(page, handler, {});
  await invoke(page, join(handler), {}, { shape: "url" });
  const common = {
    level: "INFO",
    message: "Hello.",
    service: "shop",
    customer: "c1",
    route: "GET /page",
    id: "test-request",
    function_name: "test",
    function_request_id: lambdaContext().awsRequestId,
  };
  expect(entries).toMatchObject([common, common]);
  expect(entries[1]).toMatchObject({ cold_start: false });
});

test("what one call has added to Powertools' logger, the next does not say", async () => {
  const { entries, logger } = keeping();
  let calls = 0;
  const handler = page
    .handler(({ logger }) => {
      if (calls++ === 0) (logger as PowertoolsLogger).appendKeys({ customer: "c1" });
      logger.info("Hello.");
      return "";
    })
    .use(powertools(logger));
  await invoke(page, handler, {});
  await invoke(page, handler, {});
  expect(entries.map(({ customer }) => customer)).toEqual(["c1", undefined]);
});

test("an unexpected error is logged by the injected logger, with its cause", async () => {
  const { entries, logger } = keeping();
  const handler = page
    .handler(() => {
      throw new Error("the secret is 42");
    })
    .use(powertools(logger));
  expect((await invoke(page, handler, {})).status).toBe(500);
  expect(inspect(entries, { depth: 9 })).toContain("the secret is 42");
});

test("any logger will do, made for each call", async () => {
  const lines: unknown[] = [];
  const line = (message: string) => void lines.push(message);
  const handler = page
    .handler(({ logger }) => {
      logger.warn("w");
      return "";
    })
    .use(withLogger((_, keys) => ({ debug: line, info: line, warn: line, error: () => lines.push(keys) })));
  await invoke(page, handler, {});
  expect(lines).toEqual(["w"]);
});

test("a logger that fails does not keep an answer from its caller", async () => {
  const failing = () => {
    throw new Error("disk full");
  };
  const handler = page
    .handler(() => {
      throw new Error("x");
    })
    .use(withLogger(() => ({ debug: failing, info: failing, warn: failing, error: failing })));
  expect((await invoke(page, handler, {})).status).toBe(500);
});

test("Powertools' own middy middlewares are middlewares as any", async () => {
  const { entries, logger } = keeping();
  const handler = page
    .handler(() => {
      logger.info("Hello.");
      return "";
    })
    .use(injectLambdaContext(logger));
  await handler(event(page, {}), lambdaContext());
  expect(entries).toMatchObject([{ function_name: "test" }]);
});
