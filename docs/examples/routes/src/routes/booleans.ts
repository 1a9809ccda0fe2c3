import { api, get, query } from "@gatewright/runtime";
import * as z from "zod";

const list = get("/orders", {
  input: { all: query(z.coerce.boolean()) },
  output: null,
});

export const shop = api({ name: "shop", routes: { list } });
