import { me } from "../routes/me.ts";

export const handler = me.handler(({ input }) => input);
