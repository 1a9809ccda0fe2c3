import { context, get } from "@gatewright/runtime";
import * as z from "zod";

export const status = get("/status", { auth: "none", output: z.string() });

export const whoami = get("/whoami", {
  auth: "iam",
  input: { caller: context("identity.userArn") },
  output: z.object({ arn: z.string() }),
});
