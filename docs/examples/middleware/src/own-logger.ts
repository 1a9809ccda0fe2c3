import type { Logger } from "@gatewright/runtime";
import { withLogger } from "@gatewright/runtime/logger";
import { banner } from "./routes/orders.ts";

/** Writes each entry as a line of JSON. */
const jsonLogger = (keys: object): Logger => {
  const write =
    (level: string) =>
    (message: string, ...extra: (Error | object)[]) => {
      const [first] = extra;
      const more = first instanceof Error ? [{ error: first.stack }] : extra;
      process.stdout.write(`${JSON.stringify(Object.assign({ level, message }, keys, ...more))}\n`);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
};

export const handler = banner
  .handler(({ logger }) => {
    logger.info("Shown.", { times: 1 });
    return { text: "Tea." };
  })
  .use(withLogger((_, { route, id }) => jsonLogger({ route, id })));
