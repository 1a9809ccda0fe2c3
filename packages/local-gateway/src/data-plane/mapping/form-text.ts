/** A part of a query, decoded; `+` is a space wherever API Gateway reads one. What is no encoding stays as it is. */
export function decodeFormText(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
