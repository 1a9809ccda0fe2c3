/** Where in a template something went wrong. Lines and columns start at 1. */
export interface TemplatePosition {
  readonly line: number;
  readonly column: number;
  /** The line of the template and a caret below the column, both cut to a readable width. */
  readonly excerpt: string;
}

/** The position for failures that belong to no character of a template. */
export const nowhere: TemplatePosition = { line: 0, column: 0, excerpt: "" };

/** Line, column and excerpt of an offset; computed only when an error needs them. */
export function positionOf(source: string, offset: number): TemplatePosition {
  return createLocator(source)(offset);
}

const excerptWidth = 72;

/** Finds lines and columns; the lines are counted once, since a template may have thousands of findings. */
export function createLocator(source: string): (offset: number) => TemplatePosition {
  const starts = [
    0,
    ...Array.from(source.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length),
  ];
  return (offset) => {
    const at = Math.max(0, Math.min(offset, source.length));
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    const column = at - start + 1;
    const from = column > excerptWidth ? column - excerptWidth / 2 : 0;
    const shown = source.slice(start + from, start + from + excerptWidth).split(/[\r\n]/, 1)[0] ?? "";
    const excerpt = `${shown.replaceAll("\t", " ")}\n${" ".repeat(column - 1 - from)}^`;
    return { line: low + 1, column, excerpt };
  };
}
