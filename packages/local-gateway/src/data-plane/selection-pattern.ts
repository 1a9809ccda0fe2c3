/**
 * Whether a selection pattern, a Java regular expression, matches the whole of a text, as
 * `java.util.regex.Matcher.matches` decides (D, PutIntegrationResponse: the pattern is matched against all of
 * the error message, and `.` does not match a line feed).
 *
 * @throws SyntaxError if the pattern cannot be read
 */
export function matchesWhole(pattern: string, text: string): boolean {
  return translate(pattern).test(text);
}

function translate(pattern: string): RegExp {
  const inline = /^\(\?([a-zA-Z]+)\)/.exec(pattern);
  const flags = [...(inline?.[1] ?? "")].filter((flag) => "ism".includes(flag)).join("");
  const source = pattern
    .slice(inline?.[0].length ?? 0)
    .replaceAll(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) => quoted(literal))
    .replaceAll(/\\A/g, "^")
    .replaceAll(/\\[zZ]/g, "$");
  return new RegExp(`^(?:${source})$`, flags.replace("m", ""));
}

function quoted(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
