import { describe, expect, it } from "vitest";
import { compile } from "../src/index.ts";
import { failure, render } from "./support.ts";

describe("a template that is wrong", () => {
  it.each([
    ["a\n  #if(true)\nb", "TemplateSyntax", 3, 2, "#end of the #if"],
    ["a #set($x = )", "TemplateSyntax", 1, 13, "Expected a value"],
    ["#set($x == 1)", "TemplateSyntax", 1, 9, "= in #set"],
    ['#set($x = "a', "TemplateSyntax", 1, 11, "not closed"],
    ["#set($m = {a: 1})", "TemplateSyntax", 1, 12, "Expected a value"],
    ["x ${foo y", "TemplateSyntax", 1, 8, "} at the end of a reference"],
    ["#end", "TemplateSyntax", 1, 1, "Expected text"],
    ["price $", "TemplateSyntax", 1, 7, "cannot end with $"],
    ["#if($x = 1)a#end", "TemplateSyntax", 1, 8, ") after the condition"],
    ["#foreach($x)#end", "TemplateSyntax", 1, 1, "#foreach($item in $list)"],
    ['#set($x = "a\n$b.c(;)")', "TemplateSyntax", 2, 6, ";"],
    ["#[[ open", "TemplateSyntax", 1, 1, "]]#"],
  ])("%j fails at its character", (template, code, line, column, reason) => {
    const error = failure(template);
    expect(error).toMatchObject({ code, line, column });
    expect(error.reason).toContain(reason);
  });

  it("shows the line and a caret", () => {
    const error = failure('{\n\t"a": #set($x = )\n}');
    expect(error.excerpt).toBe(' "a": #set($x = )\n                ^');
    expect(error.message).toBe(`${error.reason} (line 2, column 17)\n${error.excerpt}`);
    expect(error.name).toBe("TemplateError");
  });

  it("shows a piece of a long line", () => {
    const error = failure(`${"x".repeat(5_000)}#set($x = )`);
    const [line = "", caret = ""] = error.excerpt.split("\n");
    expect(line.length).toBeLessThanOrEqual(72);
    expect(line.charAt(caret.length - 1)).toBe(")");
  });

  it("fails when it is compiled, not when it is rendered", () => {
    expect(() => compile("#if(")).toThrow("Expected a value");
  });
});

describe("a rendering that fails", () => {
  it("says where", () => {
    expect(failure('a\n $input.path("$").get(5)', { body: "[1]" })).toMatchObject({
      code: "TemplateMethod",
      line: 2,
      column: 19,
    });
  });

  it("says so when a loop is stopped that has ended", () => {
    const error = failure("#foreach($x in [1])#set($ended = $foreach)#end$ended.stop()");
    expect(error).toMatchObject({ code: "TemplateMethod", line: 1 });
    expect(error.reason).toContain("has ended");
  });

  it("says where inside a text, too", () => {
    const template = "abcdefghij #set($x = \"zz $input.path('$').get(5)\")";
    expect(failure(template, { body: "[1]" })).toMatchObject({
      line: 1,
      column: template.indexOf("get") + 1,
    });
  });

  it("names #include and #parse", () => {
    expect(failure('#parse("x")').code).toBe("TemplateUnsupported");
  });

  it("names #evaluate for what is wrong in its text", () => {
    expect(failure("#evaluate('#if(')")).toMatchObject({ code: "TemplateSyntax", line: 1, column: 1 });
  });

  it("leaves the template usable", () => {
    const template = compile("$input.path('$')[0]");
    const at = (body: string) => ({
      body,
      params: { path: {}, querystring: {}, header: {} },
      context: {},
      stageVariables: {},
    });
    expect(() => template.render(at("[]"))).toThrow("IndexOutOfBounds");
    expect(template.render(at("[7]")).text).toBe("7");
  });
});

describe("limits", () => {
  it.each([
    ["1,001 turns", "#foreach($i in [1..1001])#end", "TemplateLoopLimit"],
    ["loops in loops", `${"#foreach($a in [1..1000])".repeat(4)}x${"#end".repeat(4)}`, "TemplateBudget"],
    ["a text that doubles", '#set($s = "xx")#foreach($i in [1..60])#set($s = "$s$s")#end', "TemplateBudget"],
    [
      "a joined text that doubles",
      '#set($s = "xx")#foreach($i in [1..60])#set($s = $s + $s)#end',
      "TemplateBudget",
    ],
    [
      "a list that doubles",
      "#set($l = [1])#foreach($i in [1..60])#set($x = $l.addAll($l))#end",
      "TemplateBudget",
    ],
    ["a number that squares", "#set($n = 7)#foreach($i in [1..60])#set($n = $n * $n)#end", "TemplateBudget"],
    ["a range without end", "#set($l = [1..2000000000])", "TemplateBudget"],
    ["a list that holds itself", "#set($l = [])#set($x = $l.add($l))$l", "TemplateTooDeep"],
    [
      "a list that shares itself",
      "#set($l = [1])#foreach($i in [1..60])#set($l = [$l, $l])#end$l",
      "TemplateBudget",
    ],
    [
      "output",
      `#foreach($i in [1..1000])#foreach($j in [1..1000])${"x".repeat(100)}#end#end`,
      "TemplateBudget",
    ],
    ["a macro that calls itself", "#macro(m)#m()#end#m()", "TemplateTooDeep"],
    ["a block that prints itself", "#define($d)$d#end$d", "TemplateTooDeep"],
    ["brackets", `#set($x = ${"[".repeat(5_000)}${"]".repeat(5_000)})`, "TemplateTooDeep"],
    ["negations", `#if(${"!".repeat(50_000)}true)#end`, "TemplateTooDeep"],
    ["blocks", `${"#if(true)".repeat(2_000)}${"#end".repeat(2_000)}`, "TemplateTooDeep"],
    ["arguments", `${"$a.b(".repeat(2_000)}${")".repeat(2_000)}`, "TemplateTooDeep"],
    ["operators", `#set($x = 1${" + 1".repeat(50_000)})`, "TemplateTooDeep"],
  ])("end %s", (_, template, code) => {
    expect(failure(template).code).toBe(code);
  });

  it("leave room for 1,000 turns and for what fits", () => {
    expect(render("#foreach($i in [1..1000])x#end").length).toBe(1_000);
    expect(render(`#set($x = 1${" + 1".repeat(1_999)})$x`)).toBe("2000");
  });

  it("end JSON that nests too deep", () => {
    const body = "[".repeat(5_000) + "]".repeat(5_000);
    expect(failure("$input.json('$')", { body }).code).toBe("TemplateTooDeep");
  });

  it("end templates of more than 300 KB", () => {
    expect(render("x".repeat(300 * 1024)).length).toBe(300 * 1024);
    expect(failure("x".repeat(300 * 1024 + 1)).code).toBe("TemplateTooLarge");
    expect(failure("é".repeat(200 * 1024)).code).toBe("TemplateTooLarge");
  });
});
