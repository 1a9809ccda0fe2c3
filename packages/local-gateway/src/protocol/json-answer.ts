import type { RawResponse } from "../raw-http.ts";

/** A JSON answer for programs: without a space. */
export function jsonAnswer(status: number, value: unknown): RawResponse {
  return answer(status, JSON.stringify(value));
}

/** A JSON answer for people too: indented. */
export function jsonPage(status: number, value: unknown): RawResponse {
  return answer(status, `${JSON.stringify(value, undefined, 2)}\n`);
}

function answer(status: number, text: string): RawResponse {
  return { status, headers: [["Content-Type", "application/json"]], body: Buffer.from(text) };
}
