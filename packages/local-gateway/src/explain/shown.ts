import { isForm } from "../data-plane/secrets.ts";
import type { RawHeader } from "../raw-http.ts";
import type { Mask } from "./masking.ts";

/** Characters of a text that are shown at most; the rest is counted. */
const maximumText = 8 * 1024;
/** Characters of JSON that is shown as what it says; what is longer is shown as text. */
const maximumJson = 64 * 1024;

/** A body as a record shows it: text, cut where it is long; binary is only counted. */
export function shownBody(body: Uint8Array, mask: Mask, headers: readonly RawHeader[] = []): unknown {
  if (body.byteLength === 0) return "";
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, maximumJson + 1));
  const text = head.toString("utf8");
  if (text.includes("\0") || text.slice(0, maximumText).includes("\uFFFD")) return `${body.byteLength} bytes`;
  if (isForm(headers)) return cut(mask.form(text), body.byteLength);
  return body.byteLength > maximumJson ? cut(mask.text(text), body.byteLength) : shownText(text, mask);
}

/** A text as a record shows it: what it says where it is JSON, else itself, cut where it is long. */
export function shownText(text: string, mask: Mask): unknown {
  if (text.length <= maximumJson && /^\s*[[{]/.test(text)) {
    try {
      return mask.json(JSON.parse(text));
    } catch {
      // Text that only begins like JSON.
    }
  }
  return cut(mask.text(text), text.length);
}

function cut(text: string, length: number): string {
  return text.length <= maximumText ? text : `${text.slice(0, maximumText)}… (${length} in all)`;
}
