/**
 * Whether a whole text is what a pattern of IAM says: `*` stands for any number of characters, `?` for one. Takes a
 * time proportional to both lengths at most, whatever the pattern, so that no policy can hold the gateway up.
 */
export function like(pattern: string, text: string): boolean {
  if (pattern === "*") return true;
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let starEnds = 0;
  while (inText < text.length) {
    const character = pattern[inPattern];
    if (character === "*") {
      star = inPattern++;
      starEnds = inText;
    } else if (inPattern < pattern.length && (character === "?" || character === text[inText])) {
      inPattern++;
      inText++;
    } else if (star >= 0) {
      inPattern = star + 1;
      inText = ++starEnds;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern++;
  return inPattern === pattern.length;
}

/**
 * As `like`, but each of the six parts of an ARN is matched alone: a `*` reaches over a colon in the last part only.
 */
export function arnLike(pattern: string, arn: string): boolean {
  const wanted = partsOf(pattern);
  const actual = partsOf(arn);
  return wanted.length === actual.length && wanted.every((part, index) => like(part, actual[index] ?? ""));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
