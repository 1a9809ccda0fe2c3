import { describe, expect, it } from "vitest";
import { failure, render } from "./support.ts";

describe("methods", () => {
  it.each([
    // texts
    ['"a,b,,c,,"', 'split(",").size()', "4"],
    ['"a,b"', 'split(",")[1]', "b"],
    ['"a1b22c"', 'split("[0-9]+").size()', "3"],
    ['"abc"', 'split("").size()', "3"],
    ['"2024-05"', "replaceAll(\"(\\d+)-(\\d+)\", '$2/$1')", "05/2024"],
    ['"it\\\'s"', 'replaceAll("\\\\\'", "\'")', "it's"],
    ['"a.b"', 'replace(".", "$1")', "a$1b"],
    ['"aBc"', 'replaceAll("(?i)b", "x")', "axc"],
    ['"a]b}"', 'replaceAll("[]}]", "")', "ab"],
    ['"x y"', 'replaceAll("\\p{Alpha}", "L")', "L L"],
    ['"abc"', 'matches("a.*")', "true"],
    ['"abc"', 'matches("b")', "false"],
    ['"a\nb"', 'matches("a.b")', "false"],
    ['"abc"', "charAt(1)", "b"],
    ['"abc"', "indexOf(99)", "2"],
    ['"ab"', 'compareTo("b")', "-1"],
    ['"AbC"', 'equalsIgnoreCase("aBc")', "true"],
    ['"ß"', 'equalsIgnoreCase("SS")', "false"],
    ['"hello"', "hashCode()", "99162322"],
    ['" \t a "', "trim()", "a"],
    ['"a"', "empty", "false"],
    // numbers
    ["0", 'parseInt("-41")', "-41"],
    ["255", "toHexString(255)", "ff"],
    ["2.9", "intValue()", "2"],
    ["42", "equals(42)", "true"],
    ["42", 'equals("42")', "false"],
    ["3000000000", "intValue()", "-1294967296"],
    // lists
    ["[1, 2, 3]", "remove(0)", "1"],
    ["[1, 2]", "contains(2)", "true"],
    ["[1, 2]", "contains(2.0)", "false"],
    ['["a"]', 'indexOf("a")', "0"],
    ["[1, 2, 3]", "subList(1, 3)", "[2, 3]"],
    ['["a"]', 'get("0")', ""],
    ["[1]", "iterator().next()", "1"],
    ["[1, 2]", "equals([1, 2])", "true"],
    // maps
    ['{"a": 1, "b": 2}', "keySet()", "[a, b]"],
    ['{"a": 1, "b": 2}', "entrySet()", "[a=1, b=2]"],
    ['{"a": 1}', 'put("a", 2)', "1"],
    ['{"a": 1}', 'containsKey("b")', "false"],
    ['{1: "i"}', 'get("1")', ""],
    ['{1: "i"}', "get(1)", "i"],
    ['{"isEmpty": 5}', "isEmpty", "5"],
  ])("of %s: %s is %s", (value, call, printed) => {
    expect(render(`#set($v = ${value})$v.${call}`)).toBe(printed);
  });

  it.each([
    ['"abc"', "substring(2, 1)", "StringIndexOutOfBoundsException"],
    ['"abc"', "charAt(3)", "StringIndexOutOfBoundsException"],
    ['"abc"', 'replaceAll("(", "")', "PatternSyntaxException"],
    ['"abc"', 'replaceAll("b", "$7")', "No group 7"],
    ["[1]", "get(1)", "IndexOutOfBoundsException"],
    ["0", 'parseInt("x")', "NumberFormatException"],
  ])("of %s: %s throws as in Java", (value, call, message) => {
    const error = failure(`#set($v = ${value})\n$v.${call}`);
    expect(error).toMatchObject({ code: "TemplateMethod", line: 2, column: 4 });
    expect(error.reason).toContain(message);
  });

  it("remove a map's key through its key set", () => {
    expect(render('#set($m = {"a": 1, "b": 2})#set($x = $m.keySet().remove("a"))$m')).toBe("{b=2}");
  });

  it("refuse to loop over a list that grows", () => {
    const error = failure("#set($l = [1])#foreach($x in $l)#set($y = $l.add(2))#end");
    expect(error.reason).toContain("ConcurrentModificationException");
  });
});
