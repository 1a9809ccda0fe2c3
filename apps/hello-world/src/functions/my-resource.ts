import { myResource } from "../routes/my-api.ts";

export const handler = myResource.handler(({ input }) => ({
  statusCode: 200,
  body: JSON.stringify(input.myParam),
}));
