/** Moves each line two columns to the right. */
export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/** The lines of a doc comment; none for no text. */
export function docComment(...paragraphs: readonly (string | undefined)[]): readonly string[] {
  const lines = paragraphs
    .flatMap((paragraph) => paragraph?.trim().split(/\s*[\r\n\u2028\u2029]\s*/u) ?? [])
    .filter((line) => line !== "")
    .map((line) => line.replaceAll("*/", "*\\/"));
  if (lines.length < 2) return lines.map((line) => `/** ${line} */`);
  return ["/**", ...lines.map((line) => ` * ${line}`), " */"];
}

/** Alternatives, one a line when there are several; the text of a type alias, from behind its `=`. */
export function unionLines(members: readonly string[]): string {
  return members.length > 1
    ? members.map((member) => `\n${indent(`| ${member}`)}`).join("")
    : (members[0] ?? "never");
}

/** A JSON value as a literal. JSON leaves two line ends as they are that would end a comment, or be indented. */
export function quoted(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (end) =>
    end === "\u2028" ? "\\u2028" : "\\u2029",
  );
}
