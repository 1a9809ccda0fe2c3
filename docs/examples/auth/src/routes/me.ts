import { context, get } from "@gatewright/runtime";
import * as z from "zod";
import { sessions } from "../sessions.ts";

export const me = get("/me", {
  auth: sessions,
  input: {
    user: context("authorizer.user"),
    level: context("authorizer.level"),
    admin: context("authorizer.admin"),
  },
  output: z.object({ user: z.string(), level: z.number(), admin: z.boolean() }),
});
