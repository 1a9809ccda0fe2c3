import type { Difference } from "./compare.ts";

/** A difference from AWS that we accept, and why. */
export interface Exception {
  /** Such as `rest-api: list and delete`. */
  readonly scenario: string;
  /** Of the answer. */
  readonly key: string;
  /** The field, such as `$.answer.tags`. */
  readonly path: string;
  /** Whether it is of our gateway, or AWS too answers the scenario so, which is not quite what was played then. */
  readonly at: "gateway" | "aws too";
  readonly reason: string;
}

// biome-ignore format: each on a line
export const exceptions: readonly Exception[] = [
  { scenario: "header-mapping: Lambda", key: "no-param-integration", path: "$.response-headers.Content-Length", at: "aws too", reason: "the function that AWS ran was Python, which writes JSON with spaces" },
  { scenario: "header-mapping: Lambda", key: "full-integration", path: "$.response-headers.Content-Length", at: "aws too", reason: "the function that AWS ran was Python, which writes JSON with spaces" },
  { scenario: "header-mapping: HTTP", key: "no-param-integration", path: "$.response-headers.Content-Length", at: "aws too", reason: "the web server behind AWS wrote its echo at greater length" },
  { scenario: "header-mapping: HTTP", key: "full-integration", path: "$.response-headers.Content-Length", at: "aws too", reason: "the web server behind AWS wrote its echo at greater length" },
  { scenario: "header-mapping: HTTP", key: "full-integration", path: "$.headers.Content-Length", at: "gateway", reason: "the body has the Host in it, which is longer at AWS" },
  { scenario: "header-mapping: HTTP proxy", key: "no-param-integration", path: "$.response-headers.Content-Length", at: "aws too", reason: "the web server behind AWS wrote its echo at greater length" },
  { scenario: "header-mapping: HTTP proxy", key: "no-param-integration", path: "$.response-headers.x-amzn-Remapped-Content-Length", at: "aws too", reason: "the web server behind AWS wrote its echo at greater length" },
  { scenario: "header-mapping: HTTP proxy", key: "full-integration", path: "$.response-headers.Content-Length", at: "aws too", reason: "the web server behind AWS wrote its echo at greater length" },
  { scenario: "header-mapping: HTTP proxy", key: "full-integration", path: "$.response-headers.x-amzn-Remapped-Content-Length", at: "aws too", reason: "the web server behind AWS wrote its echo at greater length" },
];

/** Whether an exception is made for a difference in a scenario. */
export function isExcepted(exception: Exception, scenario: string, { key, path }: Difference): boolean {
  return exception.scenario === scenario && exception.key === key && exception.path === path;
}
