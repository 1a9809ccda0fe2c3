import { expect, it } from "vitest";
import type { Behaviours } from "../src/index.ts";
import { failure, render } from "./support.ts";

const cases: readonly (readonly [keyof Behaviours, Partial<Behaviours>, string, string, string])[] = [
  ["nullReference", { nullReference: "source" }, "[$nope.x][$!nope]", "[][]", "[$nope.x][]"],
  ["nullEqualsEmptyText", { nullEqualsEmptyText: false }, '#if($nope == "")a#else b#end', "a", " b"],
  ["setNull", { setNull: "assign" }, "#set($a = 1)#set($a = $nope)[$!a]", "[1]", "[]"],
  ["truth", { truth: "velocity-2" }, '#set($e = "")#if($e)a#end#if(1)b#end#if([])c#end', "a", "b"],
  ["escapeSlash", { escapeSlash: false }, "$util.escapeJavaScript('a/b')", "a\\/b", "a/b"],
  ["escapeNonAscii", { escapeNonAscii: false }, "$util.escapeJavaScript('é')", "\\u00E9", "é"],
];

it.each(cases)("%s can be switched", (_, switched, template, usual, other) => {
  expect(render(template)).toBe(usual);
  expect(render(template, {}, switched)).toBe(other);
});

it("indexOutOfRange, loopLimit, overrideTwice and malformedBody can be switched", () => {
  expect(failure("#set($l = [])$l[0]").code).toBe("TemplateMethod");
  expect(render("#set($l = [])[$l[0]$l.get(0)]", {}, { indexOutOfRange: "null" })).toBe("[]");
  expect(render("#foreach($i in [1..1001])x#end", {}, { loopLimit: "stop" }).length).toBe(1_000);
  const twice = "#set($context.responseOverride.status = 201)".repeat(2);
  expect(render(twice, {}, { overrideTwice: "last" })).toBe("");
  expect(() => render("$input.json('$')", { body: "no json" }, { malformedBody: "error" })).toThrow(
    "Not JSON",
  );
});
