import { api, cognito, cookie, form, get, lambdaAuthorizer, post, stageVariable } from "@gatewright/runtime";
import { describe } from "@gatewright/runtime/describe";
import { expect, test } from "vitest";
import * as z from "zod";
import { checkSupported } from "../src/functions/check-supported.ts";
import { methodOf } from "../src/route-method.ts";

const description = await describe(
  api({
    name: "shop",
    cors: { origins: ["*"] },
    headers: { "X-Frame-Options": "DENY" },
    routes: {
      open: get("/open", { output: null }),
      signed: get("/signed", { auth: "iam", input: { session: cookie(z.string()) }, output: null }),
      keyed: get("/keyed", { auth: "apiKey", output: null }),
      guarded: get("/guarded", { auth: lambdaAuthorizer({ name: "sessions", type: "token" }), output: null }),
      pooled: get("/pooled", { auth: cognito({ name: "people", userPools: ["arn"] }), output: null }),
      sent: post("/sent", {
        integration: "custom",
        input: { fields: form(z.object({ a: z.string() })), table: stageVariable(z.string()) },
        output: null,
      }),
      sentWhole: post("/whole", { input: { fields: form(z.object({ a: z.string() })) }, output: null }),
    },
  }),
);

test("what cannot be deployed yet is refused, and all of it is named", () => {
  expect(checkSupported(description).map(({ code, message }) => [code, message.split(":")[0]])).toEqual([
    ["UnsupportedDefaults", "shop"],
    ["UnsupportedDefaults", "shop"],
    ["UnsupportedAuth", "keyed"],
    ["UnsupportedAuth", "guarded"],
    ["UnsupportedAuth", "pooled"],
    ["UnsupportedInput", "sent"],
    ["UnsupportedInput", "sent"],
  ]);
});

test("a route whose auth is not known never becomes an open method", () => {
  const made = description.routes.map((route) => {
    try {
      return methodOf(route, "arn").authorizationType;
    } catch (error) {
      return (error as { code: string }).code;
    }
  });
  expect(made.slice(0, 5)).toEqual([
    "NONE",
    "AWS_IAM",
    "UnsupportedAuth",
    "UnsupportedAuth",
    "UnsupportedAuth",
  ]);
});
