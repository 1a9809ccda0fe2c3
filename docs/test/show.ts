import { STATUS_CODES } from "node:http";
import { join } from "node:path";
import type { TestAnswer } from "@gatewright/runtime/testing";
import { expect } from "vitest";

/**
 * Holds a text to the file that a page shows it from: `answers/{name}` of the page's examples. `npx vitest -u`
 * writes the file, `node scripts/check-snippets.mjs --write` the page.
 */
export const shown = (page: string, name: string, text: string): Promise<void> =>
  expect(`${text.trimEnd()}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, "..", "examples", page, "answers", name),
  );

/** An answer as its caller sees it: status, headers, body. */
export const http = ({ status, headers, body }: TestAnswer<number, unknown>): string =>
  [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => `${name}: ${value}`),
    ),
    "",
    ...(body === undefined ? [] : [typeof body === "string" ? body : json(body)]),
  ].join("\n");

export const json = (value: unknown): string => JSON.stringify(value, null, 2);
