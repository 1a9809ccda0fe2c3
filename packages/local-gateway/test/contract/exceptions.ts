import type { Difference } from "./compare.ts";

/** A difference from AWS that we accept, and why. */
export interface Exception {
  /** Such as `rest-api: list and delete`. */
  readonly scenario: string;
  /** Of the answer. */
  readonly key: string;
  /** The field, such as `$.answer.tags`. */
  readonly path: string;
  readonly reason: string;
}

// biome-ignore format: each on a line
export const exceptions: readonly Exception[] = [
  { scenario: "header-mapping: Lambda", key: "no-param-integration", path: "$.response-headers.Content-Length", reason: "the function that AWS ran was Python, which writes JSON with spaces" },
  { scenario: "header-mapping: Lambda", key: "full-integration", path: "$.response-headers.Content-Length", reason: "as above: more spaces" },
];

/** Whether an exception is made for a difference in a scenario. */
export function isExcepted(exception: Exception, scenario: string, { key, path }: Difference): boolean {
  return exception.scenario === scenario && exception.key === key && exception.path === path;
}
