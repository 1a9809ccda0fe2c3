import { whoami } from "../routes/my-api.ts";

export const handler = whoami.handler(({ input }) => ({ arn: input.caller ?? "unknown" }));
