/**
 * A secret as API Gateway's logs show it: asterisks, and the last six characters of what is long enough to hide behind
 * them.
 */
export function masking(value: string): string {
  const shown = value.length > 18 ? value.slice(-6) : "";
  return "*".repeat(value.length - shown.length) + shown;
}
