// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a Java replacement names its groups so.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure, params, render } from "./support.ts";

function replaceAll(text: string, pattern: string, by: string): string {
  const quoted = (each: string) => `'${each.replaceAll("'", "''")}'`;
  return render(
    `$input.params('x').replaceAll(${quoted(pattern)}, ${quoted(by)})`,
    params({ querystring: { x: text } }),
  );
}

describe("Java's regular expressions", () => {
  // Printed by java.lang.String.replaceAll of JDK 17.
  it.each([
    ["abcabc", "b|ca", "<$0>", "a<b><ca><b>c"],
    ["aaa", "a*?", "-", "-a-a-a-"],
    ["aab", "a*", "-", "--b-"],
    ["aaab", "a++b", "x", "x"],
    ["aaa", "a++a", "x", "aaa"],
    ["aaab", "(?>a*)ab", "x", "aaab"],
    ["abcd", "[a-d&&[^bc]]", "x", "xbcx"],
    ["a]b", "[]a]", "x", "xxb"],
    ["[x]", "[[x]\\]]", "-", "[--"],
    ["AbC", "(?i)B", "x", "AxC"],
    ["Abab", "(?i:A)b", "x", "xx"],
    ["a\nb\n", "(?m)^", ">", ">a\n>b\n"],
    ["a\n", "$", "|", "a|\n|"],
    ["a\nb", "(?s).+", "x", "x"],
    ["a.b", "\\Qa.b\\E", "x", "x"],
    ["xay", "(?<=x)a(?=y)", "-", "x-y"],
    ["abab", "(a)(b)\\1", "$2$1", "bab"],
    ["2024-05", "(?<y>\\d+)-(\\d+)", "${y}/$2", "2024/05"],
    ["a b", "\\bb", "x", "a x"],
    ["x1", "\\p{Alpha}", "L", "L1"],
    ["é", "\\w", "x", "é"],
    ["é", "\\p{L}", "x", "x"],
    ["a\r\nb", "\\R", "|", "a|b"],
    ["A", "\\x41|\\u0042|\\0103", "x", "x"],
    ["1234567", "(\\d)(?=(\\d{3})+$)", "$1,", "1,234,567"],
  ])("%j.replaceAll(%j, %j)", (text, pattern, by, result) => {
    expect(replaceAll(text, pattern, by)).toBe(result);
  });

  it.each(["(", "a)", "*a", "[a", "a{2,1}", "\\", "(?<n>a)(?<n>b)", "\\p{Nope}", "\\y", "(?z)"])(
    "refuse %j",
    (pattern) => {
      const error = failure(`$input.body.matches('${pattern}')`);
      expect(error.code).toBe("TemplateMethod");
      expect(error.reason).toContain("PatternSyntaxException");
    },
  );

  it("agree with JavaScript's where the two are the same", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      ".",
      "[ab]",
      "[^a]",
      "(a|b)",
      "(?:ab|a)",
      "(a)",
      "\\d",
      "(?=a)",
      "(?!b)",
    );
    const repeat = fc.constantFrom("", "*", "+", "?", "*?", "+?", "{1,2}");
    const pattern = fc
      .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.map((part) => part.join("")).join(""));
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom("a", "b", "1"), maxLength: 8 }),
        (source, text) => {
          // An empty turn of a loop leaves JavaScript's groups empty and Java's not, so only whole matches are compared.
          expect(replaceAll(text, source, "<$0>")).toBe(text.replace(new RegExp(source, "g"), "<$&>"));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["matches('(.*)*x')", "y".repeat(100)],
    ["replaceAll('(x+x+)+y', '')", "x".repeat(60)],
    ["split('(?<=(a+)+)b')", "a".repeat(60)],
  ])("%s ends with the budget", (call, text) => {
    const error = failure(`$input.params('x').${call}`, params({ querystring: { x: text } }));
    expect(error.code).toBe("TemplateBudget");
  });

  it("need no stack for a long run of characters", () => {
    expect(replaceAll("a".repeat(200_000), "^[a-z]+$", "x")).toBe("x");
  });
});
