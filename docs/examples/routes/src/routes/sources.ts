import {
  binary,
  body,
  context,
  cookie,
  form,
  header,
  path,
  post,
  put,
  query,
  stageVariable,
} from "@gatewright/runtime";
import * as z from "zod";

export const addItem = post("/shops/{shop}/items/{item}", {
  input: {
    item: path(z.uuid()),
    page: query(z.string().min(1).pipe(z.coerce.number<string>().int()).default(1)),
    tags: query("tag", z.array(z.string()).default([])),
    language: header("accept-language", z.string().optional()),
    session: cookie(z.string()),
    tier: stageVariable(z.enum(["free", "paid"])),
    caller: context("identity.sourceIp"),
    details: body(z.object({ name: z.string(), price: z.number() })),
  },
  output: null,
});

export const signUp = post("/sign-up", {
  input: { person: form(z.object({ name: z.string(), interests: z.array(z.string()) })) },
  output: null,
});

export const setPicture = put("/pictures/{id}", {
  input: { picture: binary("image/png") },
  output: null,
});
