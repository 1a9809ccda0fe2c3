import { AwsError } from "../aws-error.ts";
import { invalid } from "./context.ts";

/**
 * Compiles a filter pattern for unstructured log events (D, "Filter pattern syntax"): terms that must all be there,
 * `"in quotes"` where they hold more than letters, digits and underscores, `-term` for what must not be there, `?term`
 * of which one is enough, `%expression%` for a regular one. Upper and lower case differ.
 *
 * @throws AwsError `NotImplemented` for patterns of JSON and of space-delimited events.
 */
export function compileFilterPattern(pattern: string): (text: string) => boolean {
  const trimmed = pattern.trim();
  if (/^[{[]/.test(trimmed)) {
    throw new AwsError(
      "NotImplemented",
      501,
      'Filter patterns for JSON and for space-delimited log events are not implemented by this local gateway. Use terms, such as ERROR or "task timed out".',
    );
  }
  const terms = [...trimmed.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|(\S+))/g)].map(
    ([, sign = "", quoted, expression, plain]) => ({
      sign,
      matches: expression === undefined ? contains(quoted ?? plain ?? "") : expressionOf(expression),
    }),
  );
  const signed = (wanted: string) => terms.filter(({ sign }) => sign === wanted);
  const [all, some, none] = [signed(""), signed("?"), signed("-")];
  return (text) =>
    all.every(({ matches }) => matches(text)) &&
    !none.some(({ matches }) => matches(text)) &&
    // Beside other terms, those with a question mark do not count.
    (some.length === 0 || all.length + none.length > 0 || some.some(({ matches }) => matches(text)));
}

function contains(term: string): (text: string) => boolean {
  const wanted = term.replaceAll(/\\(.)/g, "$1");
  return (text) => text.includes(wanted);
}

/** The characters are those that the service knows, which leaves out what makes an expression slow. */
function expressionOf(source: string): (text: string) => boolean {
  if (!/^[\w\s#=@/;,^$?[\]{}|\\*+.:<>!~&'"-]*$/.test(source) || /[*+}]\s*[*+{]/.test(source)) {
    throw invalid("Invalid character(s) in regular expression of the filter pattern");
  }
  try {
    const expression = new RegExp(source);
    return (text) => expression.test(text);
  } catch {
    throw invalid("The regular expression of the filter pattern cannot be read");
  }
}
