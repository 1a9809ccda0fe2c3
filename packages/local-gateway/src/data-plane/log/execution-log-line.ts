import { masking } from "../context/masking.ts";
import { type Headers, singleValues } from "../mapping/headers.ts";

/** A line of an execution log, without what its log puts before it. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
  /** `data` is logged where data tracing is on only, `error` at the level ERROR too. */
  readonly kind: "info" | "data" | "error";
}

export function line(time: number, text: string, kind: LogLine["kind"] = "info"): LogLine {
  return { time, text, kind };
}

/** D, set up logging: a log event has 1,024 bytes at most; as people quote what is cut. */
const maximumLine = 1024;

export function cut(text: string): string {
  return text.length > maximumLine ? `${text.slice(0, maximumLine)} [TRUNCATED]` : text;
}

/** As Java prints a map: `{name=value, other=value}`. */
export function printedMap(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${name}=${value}`).join(", ")}}`;
}

/** D, set up logging: authorization headers and API keys are redacted. */
export function printedHeaders(headers: Headers): string {
  const masked = Object.entries(singleValues(headers)).map(
    ([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? masking(value) : value] as const,
  );
  return printedMap(masked);
}

const secretHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "set-cookie",
  "x-amz-security-token",
  "x-api-key",
]);
