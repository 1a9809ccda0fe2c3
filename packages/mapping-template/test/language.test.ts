// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are mapping templates.
import { describe, expect, it } from "vitest";
import { compile } from "../src/index.ts";
import { render, request } from "./support.ts";

/** Template and what it prints; what is said of a case is what it is there for. */
type Cases = readonly (readonly [what: string, template: string, output: string])[];

function cases(name: string, table: Cases): void {
  describe(name, () => {
    it.each(table)("%s", (_, template, output) => {
      expect(render(template)).toBe(output);
    });
  });
}

cases("text", [
  ["is printed as it is", '{"a": [1, {"b": null}]}', '{"a": [1, {"b": null}]}'],
  ["keeps amounts and lone signs", "$5 # 1 a$ b $ $! #1", "$5 # 1 a$ b $ $ #1"],
  [
    "keeps what only looks like VTL",
    "$(x) $[0] $.a ${} ${ x } #id #[x]",
    "$(x) $[0] $.a ${} ${ x } #id #[x]",
  ],
  ["may be protected", "#[[ $x #if(true) ]]# after", " $x #if(true)  after"],
  ["drops comments", "a## to the end\nb#* block *#c", "abc"],
  ["keeps characters beyond ASCII", "é 日本 😀", "é 日本 😀"],
]);

cases("references", [
  ["plain, formal and quiet", '#set($a = "x")$a ${a}b $!a $!{a}', "x xb x x"],
  ["end where a name ends", '#set($a = "x")$a. ($a) $a/$a $a-b', "x. (x) x/x "],
  ["print nothing when null", "[$nope][$!nope][${nope.x}][$nope.call()]", "[][][][]"],
  ["reach members", '#set($m = {"k": {"i": [5, 6]}})$m.k.i[1] ${m.k}', "6 {i=[5, 6]}"],
  ["reach members by key", '#set($m = {"a b": 1})$m["a b"] $m.get("a b")', "1 1"],
  ["call methods on results", '#set($s = " Ab ")$s.trim().toLowerCase().length()', "2"],
  ["take blanks in arguments", '#set($s = "abc")$s.substring( 1 , 2 )', "b"],
  ["want no blank before parentheses", '#set($s = "abc")[$s.length ()]', "[ ()]"],
]);

cases("escapes", [
  ["a reference that has a value", '#set($a = "x")\\$a \\\\$a', "$a \\x"],
  ["a reference that has none", "\\$nope", "\\$nope"],
  ["a directive", "\\#if(true) \\\\#if(true)x#end", "#if(true) \\x"],
  ["nothing else", "\\n \\\\ \\# \\", "\\n \\\\ \\# \\"],
]);

cases("#set", [
  ["prints nothing and takes its line", "a\n#set($x = 1)\nb", "a\nb"],
  ["takes the blanks after a reference", "#set($a = 1)$a #set($b = 2)$b", "12"],
  ["keeps the blanks after text", "a #set($b = 2)$b", "a 2"],
  ["keeps the old value when the new one is null", "#set($a = 1)#set($a = $nope)$a", "1"],
  ["sets members and positions", '#set($m = {"l": [1]})#set($m.k = 2)#set($m.l[0] = 3)$m', "{l=[3], k=2}"],
  ["ignores a member of nothing", "#set($nope.a = 1)[$!nope]", "[]"],
  ["shares what it assigns", "#set($a = [])#set($b = $a)#set($x = $b.add(1))$a", "[1]"],
]);

cases("texts in directives", [
  ["interpolate in double quotes only", "#set($a = 1)#set($b = \"$a\")#set($c = '$a')$b $c", "1 $a"],
  ["double their quotes", '#set($a = "say ""x""")#set($b = \'it\'\'s\')$a $b', 'say "x" it\'s'],
  ["keep backslashes", '#set($a = "\\\\n")$a', "\\\\n"],
  ["may hold directives", '#set($a = "#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end")$a', "1,2,3"],
  ["may end with $ or #", '#set($a = "5$")#set($b = "x#")$a $b', "5$ x#"],
]);

cases("numbers", [
  ["divide as integers", "#set($a = 7 / 2)#set($b = -7 / 2)#set($c = 7.0 / 2)$a $b $c", "3 -3 3.5"],
  [
    "grow when they must",
    "#set($a = 2147483647 + 1)#set($b = 9223372036854775807 + 1)$a $b",
    "2147483648 9223372036854775808",
  ],
  [
    "print as Java prints doubles",
    "#set($a = 1.0)#set($b = 1e7)#set($c = 0.00012)$a $b $c",
    "1.0 1.0E7 1.2E-4",
  ],
  ["have no value divided by zero", "#set($a = 1)#set($a = 1 / 0)#set($a = 1 % 0)$a", "1"],
  ["bind as usual", "#set($a = 2 + 3 * 4 - (1 + 1) * 2)$a", "10"],
  ["need a blank around minus after a name", "#set($a = 5)#set($b = $a - 3)$b", "2"],
  ["join with texts", '#set($a = 1 + "x")#set($b = "x" + 2.0)$a $b', "1x x2.0"],
]);

cases("conditions", [
  [
    "hold for every value but null and false",
    '#if([])a#end#if($nope)b#end#set($e = "")#if($e)c#end#set($z = 0)#if($z)d#end',
    "cd",
  ],
  ["do not hold for literals", '#if(1)a#end#if("x")b#end#if(true)c#end', "c"],
  [
    "compare numbers by value",
    "#if(1 == 1.0)a#end#if(2 > 1.5)b#end#if(3000000000 >= 3000000000)c#end",
    "abc",
  ],
  ["compare different kinds by what they print", '#if("5" == 5)a#end#if([1] == "[1]")b#end', "ab"],
  ["order numbers only", '#if("b" > "a")a#else b#end', " b"],
  ["know words for operators", "#if(not false and 1 lt 2 or 1 ge 2)a#end", "a"],
  ["stop as soon as they know", '#set($s = "x")#if(false && $s.charAt(9))a#else b#end', " b"],
  ["take the first branch that holds", "#if(false)a#elseif(1 == 1)b#elseif(true)c#{else}d#end", "b"],
  ["glue with braces", "#if(false)a#{else}b#{end}c", "bc"],
]);

cases("blank lines and directives", [
  ["#if, #else and #end take the rest of a blank line", "a\n#if(true)  \nb\n#else\nc\n#end\nd", "a\nb\nd"],
  ["indentation before them stays", "a\n  #if(true)\n  b\n  #end\nc", "a\n    b\n  c"],
  ["text on the line stays", "x #if(true)y#end z", "x y z"],
]);

cases("#foreach", [
  [
    "goes over lists, ranges and map values",
    '#foreach($x in ["a", 1])$x#end#foreach($x in [3..1])$x#end#foreach($x in {"k": "v"})$x#end',
    "a1321v",
  ],
  [
    "knows where it is",
    "#foreach($x in [7, 8])$foreach.index$foreach.count$foreach.hasNext$foreach.first$foreach.last,#end",
    "01truetruefalse,12falsefalsetrue,",
  ],
  ["keeps the old counters", "#foreach($x in [7, 8])$velocityCount$velocityHasNext #end", "1true 2false "],
  [
    "nests",
    "#foreach($x in [1, 2])#foreach($y in [1, 2])$foreach.parent.index$foreach.index#end#end",
    "00011011",
  ],
  ["gives its variable back", "#set($x = 9)#foreach($x in [1])$x#end$x", "19"],
  ["skips nothing and numbers", "[#foreach($x in $nope)$x#end#foreach($x in 5)$x#end]", "[]"],
  ["ends at its stop()", "#foreach($x in [1..9])$x#if($x == 3)$foreach.stop()#end-#end!", "1-2-3!"],
  [
    "ends a loop around it by its parent's stop()",
    "#set($y = 7)#foreach($x in [1..9])#foreach($y in [1..9])$x$y,#if($y == 2)$foreach.parent.stop()#end#end.#end$y",
    "11,12,7",
  ],
  ["ends at #break", "#foreach($x in [1..9])#if($x == 3)#break#end$x#end", "12"],
]);

cases("macros and blocks", [
  ["a macro takes arguments", '#macro(m $a $b)<$a|$!b>#end#m("x" 1)#m("y")', "<x|1><y|>"],
  [
    "its arguments are evaluated where they are used",
    '#macro(m $a)#set($v = 2)$a#end#set($v = 1)#m($v)#m("$v")',
    "22",
  ],
  ["it can be used before it is defined", "#m(1)#macro(m $a)$a#end", "1"],
  ["one argument may be named like the caller's", "#macro(in $a)$a#end#macro(out $a)#in($a)#end#out(5)", "5"],
  ["one nobody knows is text", '#nope("x", $y) #nope', '#nope("x", $y) #nope'],
  ["a block call has a body", "#macro(b)<$bodyContent>#end#@b()x#end", "<x>"],
  ["#define renders anew", "#define($d)[$x]#end#set($x = 1)$d#set($x = 2)$d", "[1][2]"],
  ["#evaluate renders a text", "#set($t = '$a#set($b = 2)')#set($a = 1)#evaluate($t)$b", "12"],
  ["#stop ends the template", "a#stop b", "a"],
  ["#literal keeps its body", "#literal()$a #if(true)x#end#end.", "$a #if(true)x#end."],
  ["#include does nothing where it is not reached", '#if(false)#include("x")#end.', "."],
]);

describe("a template that is nothing but text", () => {
  it.each(['{"statusCode": 200}', "", "a ## a comment\nb"])("says so: %s", (source) => {
    const template = compile(source);
    expect(template.constant).toBe(template.render(request()).text);
  });

  it.each(["$context.stage", "#set($a = 1)a"])("is no other: %s", (source) => {
    expect(compile(source).constant).toBeUndefined();
  });
});
