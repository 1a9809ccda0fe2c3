import { cognito, context, get } from "@gatewright/runtime";
import * as z from "zod";

export const people = cognito({
  name: "people",
  userPools: ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_abc"],
  scopes: ["orders/read"],
});

export const myOrders = get("/my-orders", {
  auth: people,
  input: { subject: context("authorizer.claims.sub") },
  output: z.array(z.string()),
});

export const partnerOrders = get("/partner-orders", {
  auth: "apiKey",
  input: { key: context("identity.apiKeyId") },
  output: z.array(z.string()),
});
