import { context, get, query } from "@gatewright/runtime";
import * as z from "zod";

/** `GET /` with a proxy integration: the first function of AWS's "Create a REST API with Lambda integrations". */
export const hello = get("/", { output: z.string() });

/** `GET /my-resource?myParam={text}` with a custom integration: its second function. */
export const myResource = get("/my-resource", {
  integration: "custom",
  input: { myParam: query(z.string().default("")) },
  output: z.object({ statusCode: z.literal(200), body: z.string() }),
});

/** `GET /whoami`, for callers that sign with SigV4. */
export const whoami = get("/whoami", {
  auth: "iam",
  input: { caller: context("identity.userArn") },
  output: z.object({ arn: z.string() }),
});
