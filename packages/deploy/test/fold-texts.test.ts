import { expect, test } from "vitest";
import { foldTexts } from "../src/functions/fold-texts.ts";

/** Code in which `$[a]` stands for the value of `a` in a text. */
const written = (code: string): string => code.replaceAll(/\$\[(\w)\]/g, "$" + "{$1}");

test.each([
  ["a text of constant texts", 'var a = "x", b = `@$[a]/$[a]`;', 'var a = "x", b = "@x/x";'],
  [
    "a text of such a text",
    'var a = "x"; var b = `$[a]!`; var c = `$[b]?`;',
    'var a = "x"; var b = "x!"; var c = "x!?";',
  ],
  ["what is in it, quoted", "var a = '\"'; var b = `\\n$[a]`;", 'var a = \'"\'; var b = "\\n\\"";'],
])("folds %s", (_, code, folded) => {
  expect(foldTexts(written(code))).toBe(folded);
});

test.each([
  ["is assigned to", 'var a = "x"; function f() { a = "y"; } var b = `$[a]`;'],
  ["is assigned to by a pattern", 'var a = "x"; ({ a } = f()); var b = `$[a]`;'],
  ["is counted", 'var a = "x"; a++; var b = `$[a]`;'],
  ["is declared again", 'var a = "x"; if (f()) { var a = "y"; } var b = `$[a]`;'],
  ["goes through a loop", 'var a = "x"; for (a of f()); var b = `$[a]`;'],
  ["comes later", 'var b = `$[a]`; var a = "x";'],
  ["is no text", "var a = f(); var b = `$[a]`;"],
  ["is another's", 'var a = "x"; var b = t`$[a]`; function f(a) { return `$[a]`; }'],
])("leaves a text of what %s", (_, code) => {
  expect(foldTexts(written(code))).toBe(written(code));
});
