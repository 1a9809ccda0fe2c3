import { badRequest } from "./errors.ts";

/** D: quotas that cannot be raised ("Amazon API Gateway quotas"). */
const maximumVariables = 100;
const longestName = 64;
const longestValue = 512;

/**
 * Checks the variables of a stage or a canary (D: "Use stage variables": what names and values may hold).
 *
 * The words about values are AWS's as callers report them, and allow the space that the page does not name; the
 * others are ours.
 *
 * @throws AwsError `BadRequestException` about the first that is wrong.
 */
export function checkStageVariables(variables: { readonly [name: string]: string } | undefined): void {
  const entries = Object.entries(variables ?? {});
  if (entries.length > maximumVariables)
    throw badRequest(`A stage has at most ${maximumVariables} variables, not ${entries.length}`);
  for (const [name, value] of entries) {
    if (!/^[A-Za-z0-9_]+$/.test(name) || name.length > longestName) {
      throw badRequest(
        `Invalid stage variable name: ${name}. Please use up to ${longestName} alphanumeric characters and underscores.`,
      );
    }
    if (!/^[A-Za-z0-9 ._~:/?#&=,-]*$/.test(value)) {
      throw badRequest(
        `Invalid stage variable value: ${value}. Please use values with alphanumeric characters and the symbols ` +
          "' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.",
      );
    }
    if (value.length > longestValue) {
      throw badRequest(
        `Invalid stage variable value: that of ${name} has more than ${longestValue} characters.`,
      );
    }
  }
}
