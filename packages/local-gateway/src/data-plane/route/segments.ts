/**
 * The segments that are matched: slashes in front and one behind do not count (R
 * test_lambda_aws_proxy_integration), empty segments in between do.
 */
export function segmentsOf(path: string): string[] {
  const end = path.endsWith("/") ? path.length - 1 : path.length;
  let start = 0;
  while (path.charCodeAt(start) === slash) start += 1;
  return start >= end ? [] : path.slice(start, end).split("/");
}

const slash = 47;

/** What a segment of a resource's path takes: itself, any one segment, or all that is left. */
export interface Pattern {
  readonly takes: "literals" | "parameters" | "greedy";
  /** The segment, or the parameter that is between its braces. */
  readonly name: string;
}

export function patternOf(segment: string): Pattern {
  const [, name, plus] = /^\{([^{}]+?)(\+?)\}$/.exec(segment) ?? [];
  if (name === undefined) return { takes: "literals", name: segment };
  return { takes: plus === "+" ? "greedy" : "parameters", name };
}
