import { context, get } from "@gatewright/runtime";
import { sessions } from "../src/sessions.ts";

export const open = get("/open", {
  auth: "none",
  input: { user: context("authorizer.user") },
  output: null,
});

export const typo = get("/typo", {
  auth: sessions,
  input: { name: context("authorizer.name") },
  output: null,
});
