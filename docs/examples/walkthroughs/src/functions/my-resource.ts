import { myResource } from "../routes.ts";

export const handler = myResource.handler(({ input }) => input.myParam);
