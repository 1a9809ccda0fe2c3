/** What tokens match. All patterns of more than one character are sticky. */

export const plainText = /[^$#\\]+/y;
export const setOpening = /[ \t]*#(?:set|\{set\}) *\(/y;
export const escapedDirective = /(?:\\\\)*\\#(?:[A-Za-z_@][A-Za-z0-9_@]*|\{[A-Za-z_][A-Za-z0-9_@]*\})/y;
export const dollar = /\\*\$(?:\\*!)?/y;
export const emptyIndex = /\$(?:\[|!\[|\\!\[|\.)/y;
export const identifier = /[A-Za-z_][A-Za-z0-9_-]*/y;
export const blank = /[ \t\r\n]+/y;
export const integer = /-?[0-9]+(?:\.\.)?/y;
export const float =
  /-?(?:[0-9]+\.[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)/y;
export const word = /[A-Za-z_@][A-Za-z0-9_@]*/y;
export const bracedWord = /\{[A-Za-z_][A-Za-z0-9_@]*\}/y;
export const closingParen = /\)(?:[ \t]*(?:\r\n|\r|\n))?/y;
export const blockKeyword = /(?:end|else|\{end\}|\{else\})(?:[ \t]*(?:\r\n|\r|\n))?/y;
export const symbolOperator = /&&|\|\||<=|>=|==|!=|[-+*/%<>!=]/y;
export const skippedInComment = /\\*\$(?:\\*!)?|#\[\[|#\*\*[^#]|#\*|#/y;
export const letter = /[A-Za-z]/;

export const wordOperators: ReadonlySet<string> = new Set([
  "and",
  "or",
  "lt",
  "le",
  "gt",
  "ge",
  "eq",
  "ne",
  "not",
]);
