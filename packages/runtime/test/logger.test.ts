import { inspect } from "node:util";
import { Logger as PowertoolsLogger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { get, join, type Logger, text } from "../src/index.ts";
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

describe("Powertools' logger made from its options", () => {
  beforeEach(() => {
    // It then writes to the console that `logged` listens to.
    vi.stubEnv("POWERTOOLS_DEV", "true");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  /** The entries of calls with these request ids; each call does what `run` does in turn. */
  const entriesOf = async (
    options: Parameters<typeof powertools>[0],
    runs: readonly ((logger: PowertoolsLogger, call: { readonly logger: Logger }) => void)[],
  ): Promise<readonly Record<string, unknown>[]> => {
    let next = 0;
    const handler = page
      .handler((call) => {
        runs[next++]?.(call.logger as PowertoolsLogger, call);
        return "";
      })
      .use(powertools(options));
    const entries: Record<string, unknown>[] = [];
    for (const level of ["debug", "info", "warn", "error"] as const)
      vi.spyOn(console, level).mockImplementation((line: string) => {
        entries.push(JSON.parse(line));
      });
    for (const index of runs.keys())
      await handler(event(page, {}), { ...lambdaContext(), awsRequestId: `request-${index}` });
    return entries;
  };

  test("each entry says its own call, also after calls that wrote none", async () => {
    const entries = await entriesOf({ serviceName: "shop" }, [
      (logger) => logger.info("a"),
      (logger) => logger.debug("below the level"),
      (logger) => {
        logger.debug("below the level");
        logger.warn("b");
        logger.error("c", new Error("x"));
      },
    ]);
    expect(entries).toMatchObject([
      { message: "a", function_request_id: "request-0", route: "GET /page", id: "test-request" },
      { message: "b", function_request_id: "request-2", function_name: "test", service: "shop" },
      { message: "c", function_request_id: "request-2", cold_start: false },
    ]);
  });

  test("keys that are appended before the first entry are kept, and gone with the call", async () => {
    const entries = await entriesOf({}, [
      (logger, call) => {
        logger.appendKeys({ customer: "c1" });
        call.logger.info("a");
        call.logger.info("b");
      },
      (logger) => logger.info("c"),
    ]);
    expect(entries.map(({ message, customer }) => [message, customer])).toEqual([
      ["a", "c1"],
      ["b", "c1"],
      ["c", undefined],
    ]);
  });

  test("a level that is set, by the logger or by its environment, counts", async () => {
    vi.stubEnv("POWERTOOLS_LOG_LEVEL", "WARN");
    const entries = await entriesOf({}, [
      (logger) => logger.info("below the level"),
      (logger) => {
        logger.setLogLevel("DEBUG");
        logger.debug("a");
      },
    ]);
    expect(entries).toMatchObject([{ message: "a", function_request_id: "request-1" }]);
  });

  test("debug entries of sampled calls are written", async () => {
    const entries = await entriesOf({ sampleRateValue: 1 }, [
      (logger) => logger.debug("a"),
      (logger) => logger.debug("b"),
    ]);
    const messages = entries.map(({ message }) => message);
    expect(messages).toEqual(expect.arrayContaining(["a", "b"]));
    expect(entries.at(-1)).toMatchObject({ function_request_id: "request-1" });
  });
});

test("keys that a handler appends to a logger of its own are in the entries of its call", async () => {
  const { entries, logger } = keeping();
  const handler = page
    .handler((call) => {
      logger.appendKeys({ customer: "c1" });
      call.logger.info("a");
      return "";
    })
    .use(powertools(logger));
  await invoke(page, handler, {});
  expect(entries).toMatchObject([{ message: "a", customer: "c1", route: "GET /page" }]);
});
