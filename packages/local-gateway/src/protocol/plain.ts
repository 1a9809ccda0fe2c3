import type { RawResponse } from "../raw-http.ts";
import { jsonAnswer } from "./json-answer.ts";

/** A JSON answer with a message. */
export function plain(status: number, text: string): RawResponse {
  return jsonAnswer(status, { message: text });
}
