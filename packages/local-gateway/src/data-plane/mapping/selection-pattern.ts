import { regex } from "@gatewright/mapping-template";

/** Steps of the matcher: some tenths of a second, which no honest pattern needs. */
const maximumSteps = 5_000_000;

/**
 * Whether a selection pattern, a Java regular expression, matches the whole of a text, as
 * `java.util.regex.Matcher.matches` decides (D, PutIntegrationResponse: the pattern is matched against all of
 * the error message, and `.` does not match a line feed).
 *
 * @throws Error if the pattern cannot be read, or takes too long to decide
 */
export function matchesWhole(pattern: string, text: string): boolean {
  let left = maximumSteps;
  return regex(pattern).matches(text, (steps) => {
    left -= steps;
    if (left < 0) throw new Error(`it takes more than ${maximumSteps} steps to match`);
  });
}
