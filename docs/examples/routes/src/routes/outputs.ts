import { bytes, del, get, post, text } from "@gatewright/runtime";
import * as z from "zod";

export const greeting = get("/greeting", { output: z.string() });

export const robots = get("/robots.txt", { output: text() });

export const page = get("/", { output: text("text/html; charset=utf-8") });

export const picture = get("/picture", { output: bytes("image/png") });

export const forget = del("/me", { output: null });

export const old = get("/old", {
  output: { 301: { body: null, headers: { location: z.string() } } },
});

export const signIn = post("/sessions", {
  output: { 201: { body: z.object({ user: z.string() }), headers: { "set-cookie": z.array(z.string()) } } },
});
