import { format } from "node:util";

const levels = {
  log: "INFO",
  debug: "DEBUG",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  trace: "TRACE",
  fatal: "FATAL",
} as const;

/**
 * Makes `console` write as in Lambda's text format: time, request, level and message, separated by tabs. Line
 * feeds inside a message become carriage returns, so that a message stays one log event.
 */
export function patchConsole(write: (text: string) => void, requestId: () => string | undefined): void {
  for (const [method, level] of Object.entries(levels)) {
    const print = (first: unknown, ...more: unknown[]) =>
      write(logLine(requestId(), level, format(first, ...more)));
    Reflect.set(console, method, print);
  }
}

export function logLine(requestId: string | undefined, level: string, message: string): string {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${message.replaceAll("\n", "\r")}\n`;
}
