import { whoami } from "../routes/open.ts";

export const handler = whoami.handler(({ input }) => ({ arn: input.caller }));
