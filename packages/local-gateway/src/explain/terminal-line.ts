import type { RequestRecord } from "../data-plane/index.ts";
import { hasSecretPath } from "../data-plane/secrets.ts";
import { maskOf } from "./masking.ts";

/**
 * A request as the terminal shows it: in one line, and for one that was refused why, and where there is more. What
 * follows the line, such as that of a template, is set in.
 */
export function terminalLine(record: RequestRecord): string {
  const { requestId, method, stageName, path, status, milliseconds, reason } = record;
  const line = `${method} /${stageName}${path} ${status} ${milliseconds} ms`;
  if (reason !== undefined) {
    const [what = "", ...more] = reason.split("\n");
    const told = [`${line}: ${what} (/_gatewright/requests/${requestId})`, ...more].join("\n");
    return printable(maskOf(record).text(told));
  }
  return printable(hasSecretPath(record) ? maskOf(record).text(line) : line);
}

/** What a caller or a function says cannot look like a line of its own, and cannot command a terminal. */
function printable(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text
    .replaceAll("\n", "\n    ")
    .replaceAll(
      /[^\P{Cc}\n]/gu,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
}
