/** The rows of comma-separated text: quoted fields may hold commas, line feeds and doubled quotes; empty lines are dropped. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/y;
  const source = text.replace(/^\uFEFF/, "");
  while (field.lastIndex < source.length) {
    const found = field.exec(source);
    // A quote that is never closed: the rest of the text is one field.
    if (found === null) break;
    const [, quoted, plain = "", end] = found;
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.some((value) => value !== ""));
}
