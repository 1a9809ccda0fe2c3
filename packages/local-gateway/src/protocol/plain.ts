import type { RawResponse } from "../raw-http.ts";

/** A JSON answer with a message. */
export function plain(status: number, text: string): RawResponse {
  return {
    status,
    headers: [["Content-Type", "application/json"]],
    body: Buffer.from(JSON.stringify({ message: text })),
  };
}
