import { api, form, get, post, stageVariable } from "@gatewright/runtime";
import { describe } from "@gatewright/runtime/describe";
import { expect, test } from "vitest";
import * as z from "zod";
import { checkSupported } from "../src/project/check-supported.ts";

test("what cannot be deployed is refused, and all of it is named", async () => {
  const fields = form(z.object({ a: z.string() }));
  const description = await describe(
    api({
      name: "shop",
      headers: { "X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'self'" },
      routes: {
        open: get("/open", { output: null }),
        sent: post("/sent", {
          integration: "custom",
          input: { fields, table: stageVariable(z.string()) },
          output: null,
        }),
        sentWhole: post("/whole", { input: { fields }, output: null }),
      },
    }),
  );
  expect(
    checkSupported(description).map(({ code, message }) => [code, message.split(":").slice(0, 2).join(":")]),
  ).toEqual([
    ["UnsupportedHeader", "shop: headers.Content-Security-Policy"],
    ["UnsupportedInput", "sent: input.fields"],
    ["UnsupportedInput", "sent: input.table"],
  ]);
});
