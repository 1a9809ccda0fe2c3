import { errorText } from "../../error-text.ts";
import { matchesWhole } from "../mapping/selection-pattern.ts";
import { misbehaved } from "./lambda-answer.ts";

/**
 * Whether an `identityValidationExpression` matches the whole of a token or an audience, as
 * `java.util.regex.Matcher.matches` decides. K: no page says whether the whole has to match; SAM's own example ends
 * in `.*`.
 *
 * @throws Refusal `authorizer-configuration-error` if the expression cannot be read, or takes too long.
 */
export function isValid(identity: string, expression: string): boolean {
  try {
    return matchesWhole(expression, identity);
  } catch (error) {
    const reason = errorText(error);
    throw misbehaved(
      `its identityValidationExpression ${JSON.stringify(expression)} cannot be used: ${reason}`,
      error,
    );
  }
}
