/** A text put into a generated file: before which character (`offset`), which is at `line` (from 1) and `column` (from 0). */
export interface Insertion {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * The source map of a file into which texts without line breaks were put, in the order of their offsets.
 * (Source map specification, ECMA-426: a line's segments begin with the generated column, relative to the one before.)
 */
export function shiftMappings(map: string, insertions: readonly Insertion[]): string {
  const { mappings, ...rest } = JSON.parse(map) as { readonly mappings: string };
  const lines = mappings.split(";").map((line, index) => {
    const inserted = insertions.filter((insertion) => insertion.line === index + 1);
    return inserted.length === 0 ? line : shiftLine(line, inserted);
  });
  return JSON.stringify({ ...rest, mappings: lines.join(";") });
}

function shiftLine(line: string, inserted: readonly Insertion[]): string {
  if (line === "") return line;
  let column = 0;
  let written = 0;
  return line
    .split(",")
    .map((segment) => {
      const { value, length } = decode(segment);
      column += value;
      const shift = inserted.reduce(
        (sum, insertion) => (insertion.column <= column ? sum + insertion.text.length : sum),
        0,
      );
      const relative = column + shift - written;
      written = column + shift;
      return encode(relative) + segment.slice(length);
    })
    .join(",");
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The first number of a segment, in base 64 VLQ: five bits a digit, least first, the sign in the lowest bit. */
function decode(segment: string): { readonly value: number; readonly length: number } {
  let bits = 0;
  let length = 0;
  for (let shift = 0; ; shift += 5) {
    const digit = digits.indexOf(segment.charAt(length));
    length += 1;
    bits += (digit & 31) * 2 ** shift;
    if ((digit & 32) === 0) break;
  }
  return { value: bits % 2 === 1 ? -Math.floor(bits / 2) : bits / 2, length };
}

function encode(value: number): string {
  let bits = value < 0 ? -value * 2 + 1 : value * 2;
  let text = "";
  do {
    const more = bits > 31;
    text += digits.charAt((bits % 32) + (more ? 32 : 0));
    bits = Math.floor(bits / 32);
  } while (bits > 0);
  return text;
}
