import { reservedCodes } from "@gatewright/runtime/describe";
import { expect, test } from "vitest";
import { answeredError } from "../src/error.ts";

// The core repeats the runtime's list, because it may import nothing of a server.
test.each(reservedCodes)("%s, which any route may answer with, keeps its code", (code) => {
  const error = answeredError(
    "GET /",
    undefined,
    new Response("", { status: 400 }),
    JSON.stringify({ code }),
  );
  expect(error.code).toBe(code);
});
