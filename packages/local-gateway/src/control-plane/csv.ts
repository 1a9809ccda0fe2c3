/**
 * The rows of comma-separated text: quoted fields may hold commas, line feeds and doubled quotes; empty lines are
 * dropped, and a quote that is never closed reaches to the end. Time and memory grow with the text and no faster.
 */
export function readCsv(text: string): readonly (readonly string[])[] {
  const source = text.replace(/^\uFEFF/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  const endRow = () => {
    if (row.some((value) => value !== "")) rows.push(row);
    if (row.length > 0) row = [];
  };
  const delimiter = /[,\r\n]/g;
  const endOfField = (start: number): number => {
    delimiter.lastIndex = start;
    return delimiter.exec(source)?.index ?? source.length;
  };
  const notEmpty = /[^\r\n]/g;
  let at = 0;
  while (at < source.length) {
    if (row.length === 0) {
      notEmpty.lastIndex = at;
      at = notEmpty.exec(source)?.index ?? source.length;
      if (at === source.length) break;
    }
    const field = source.charAt(at) === '"' ? quotedField(source, at + 1) : { value: "", end: at };
    const end = endOfField(field.end);
    row.push((field.value + source.slice(field.end, end)).trim());
    if (source.charAt(end) !== ",") endRow();
    at = end + 1;
  }
  endRow();
  return rows;
}

/** The text up to the closing quote, and where what follows it begins. */
function quotedField(source: string, start: number): { readonly value: string; readonly end: number } {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const quote = source.indexOf('"', at);
    if (quote < 0) return { value: parts.join("") + source.slice(at), end: source.length };
    parts.push(source.slice(at, quote));
    if (source.charAt(quote + 1) !== '"') return { value: parts.join(""), end: quote + 1 };
    parts.push('"');
    at = quote + 2;
  }
}
