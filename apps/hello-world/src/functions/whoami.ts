import { powertools } from "@gatewright/runtime/logger";
import { whoami } from "../routes/my-api.ts";

export const handler = whoami
  .handler(({ input, logger }) => {
    logger.info("Somebody who signs.", { caller: input.caller });
    return { arn: input.caller };
  })
  .use(powertools());
