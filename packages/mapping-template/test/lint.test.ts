import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Finding, type LintCode, type LintOptions, lint, lintCodes } from "../src/index.ts";

type Row = readonly [
  template: string,
  found: readonly (readonly [code: string, line: number, column: number])[],
  options?: Partial<LintOptions>,
];

function findings(template: string, options: Partial<LintOptions> = {}): readonly Finding[] {
  return lint(template, { kind: "request", ...options });
}

function places(template: string, options?: Partial<LintOptions>) {
  return findings(template, options).map(({ code, line, column }) => [code, line, column]);
}

const escaped = (reference: string) => `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;

/** For each code: templates that have the trap, then ones that are near it. An empty list means: nothing is found. */
const table: Readonly<Record<LintCode, readonly Row[]>> = {
  UnescapedText: [
    // AWS's own walkthrough.
    [`{"greeter":"$input.params('greeter')"}`, [["UnescapedText", 1, 13]]],
    [`{"a":"x $input.params().querystring.a y"}`, [["UnescapedText", 1, 9]]],
    [`{"a":"$input.params().path.get('a')"}`, [["UnescapedText", 1, 7]]],
    [`{"a":"$input.path('$.a')"}`, [["UnescapedText", 1, 7]]],
    [`{"a":"$input.path('$.a').toUpperCase().trim()"}`, [["UnescapedText", 1, 7]]],
    [`{"a":"$input.body"}`, [["UnescapedText", 1, 7]]],
    [`{\n"a":"$context.identity.userAgent"}`, [["UnescapedText", 2, 6]]],
    [`{"a":"$context.authorizer.claims.name"}`, [["UnescapedText", 1, 7]]],
    [`#set($x=$input.params('a'))#set($y="<$x>"){"a":"$y"}`, [["UnescapedText", 1, 49]]],
    [
      `#set($n="W")#if($input.params('n')!="")#set($n=$input.params('n'))#end{"a":"$n"}`,
      [["UnescapedText", 1, 77]],
    ],
    [`#macro(m $v)"$v"#end{"a":#m($input.params('a'))}`, [["UnescapedText", 1, 14]]],
    [
      `{#foreach($k in $input.params().path.keySet())"$k":"$input.params().path.get($k)"#if($foreach.hasNext),#end#end}`,
      [["UnescapedText", 1, 53]],
    ],
    [
      `{#foreach($k in $input.params().querystring.keySet())"$k":1#if($foreach.hasNext),#end#end}`,
      [["UnescapedText", 1, 55]],
    ],
    [
      `{#foreach($e in $input.params().querystring.entrySet())"$e.key":"$e.value"#if($foreach.hasNext),#end#end}`,
      [
        ["UnescapedText", 1, 57],
        ["UnescapedText", 1, 66],
      ],
    ],
    // Not quite JSON, but with a string in it.
    [`{statusCode: 200, "a":"$input.params('a')"}`, [["UnescapedText", 1, 24]]],
    [`{"a":"$input.path('$.errorMessage')"}`, [["UnescapedText", 1, 7]], { kind: "response" }],
    [`{"a":"${escaped("$input.params('a')")}"}`, []],
    [`{"a":"$util.base64Encode($input.body)"}`, []],
    [`{"a":"$util.urlEncode($input.params('a'))"}`, []],
    [`{"a":"$input.path('$.a').size()"}`, []],
    [`{"a":"$input.params('a').replaceAll('"','')"}`, []],
    [
      `{"a":"$context.stage $stageVariables.table $context.identity.sourceIp $context.authorizer.claims.sub"}`,
      [],
    ],
    [`$input.params('a')`, []],
    [`Action=SendMessage&MessageBody="$input.params('a')"`, []],
    [`"$input.params('a')"`, [], { contentType: "text/plain" }],
    [`$input.path("$.errorMessage")`, [], { kind: "response" }],
  ],
  EscapedApostrophe: [
    [`{"a":"$util.escapeJavaScript($input.params('a'))"}`, [["EscapedApostrophe", 1, 7]]],
    [`{"a":"$util.escapeJavaScript($input.path('$.a'))"}`, [["EscapedApostrophe", 1, 7]]],
    // One backslash is the regular expression of a bare quote, two are not what `replace` looks for.
    [
      `{"a":"$util.escapeJavaScript($input.params('a')).replaceAll("\\'","'")"}`,
      [["EscapedApostrophe", 1, 7]],
    ],
    [
      `{"a":"$util.escapeJavaScript($input.params('a')).replace("\\\\'","'")"}`,
      [["EscapedApostrophe", 1, 7]],
    ],
    [`#set($e=$util.escapeJavaScript($input.params('a'))){"a":"$e"}`, [["EscapedApostrophe", 1, 58]]],
    [`{"a":"$util.escapeJavaScript($input.params('a')).replace("\\'","'")"}`, []],
    [`#set($e=$util.escapeJavaScript($input.params('a'))){"a":"$e.replaceAll("\\\\'", "'")"}`, []],
    [`{"a":"$util.escapeJavaScript($context.stage)$util.escapeJavaScript($stageVariables.x)"}`, []],
    [`$util.escapeJavaScript($input.params('a'))`, []],
  ],
  QuotedJson: [
    [`{"a":"$input.json('$.a')"}`, [["QuotedJson", 1, 7]]],
    [`{"a":"is $input.json('$')"}`, [["QuotedJson", 1, 10]]],
    [`#set($j=$input.json('$')){"a":"$j"}`, [["QuotedJson", 1, 32]]],
    [`{"a":$input.json('$')}`, []],
    [`{"a":"${escaped("$input.json('$')")}"}`, []],
  ],
  EscapedJson: [
    [`{"a":$util.escapeJavaScript($input.json('$'))}`, [["EscapedJson", 1, 6]]],
    [`[$util.escapeJavaScript($input.path('$.a'))]`, [["EscapedJson", 1, 2]]],
    [`{"a":"${escaped("$input.json('$.a')")}"}`, []],
  ],
  UnquotedText: [
    [`{"a":$input.params('a')}`, [["UnquotedText", 1, 6]]],
    [`[1,$input.params().querystring.n]`, [["UnquotedText", 1, 4]]],
    [`{"a":$context.stage}`, [["UnquotedText", 1, 6]]],
    [`{"a":${escaped("$input.params('a')")}}`, [["UnquotedText", 1, 6]]],
    [`{"a":$context.requestTimeEpoch,"b":$context.authorizer.level,"c":$stageVariables.limit}`, []],
    [`{"a":$input.params('a').length()}`, []],
  ],
  RawBody: [
    [`{"a":$input.body}`, [["RawBody", 1, 6]]],
    [`{"a":$input.body}`, [["RawBody", 1, 6]], { kind: "response" }],
    [`$input.body`, []],
    [`Action=SendMessage&MessageBody=$util.urlEncode($input.body)`, []],
  ],
  JavaValue: [
    [`{"a":$input.path('$')}`, [["JavaValue", 1, 6]]],
    [`$input.path('$')`, [["JavaValue", 1, 1]]],
    [`{"a":"$input.params()"}`, [["JavaValue", 1, 7]]],
    [`{"a":"$context.identity"}`, [["JavaValue", 1, 7]]],
    [`#set($r=$input.path('$')){"a":$r.size()}`, []],
  ],
  MissingValue: [
    [`{"a": $input.path('$.a'),"b":1}`, [["MissingValue", 1, 7]]],
    [`#set($r=$input.path('$')){"a":$r.a}`, [["MissingValue", 1, 31]]],
    [`{"a":$input.json('$.a')}`, [["MissingValue", 1, 6]]],
    [`#set($r=$input.path('$')){#if($r.b)"a":$r.a#end}`, [["MissingValue", 1, 40]]],
    [`#set($r=$input.path('$')){#if($r.a)"a":$r.a#end}`, []],
    [`#set($r=$input.path('$')){#if($input.path('$.a') != "")"a":$r.a#end}`, []],
    [`#set($r=$input.path('$')){#if("$!r.a" != "")"a":$r.a#end}`, []],
    [`#set($r=$input.path('$')){#if($r.containsKey('a'))"a":$r.a#end}`, []],
    [`#set($r=$input.path('$')){#if(!$r.a)"a":null#else"a":$r.a#end}`, []],
    [`#set($a=$input.path('$.a'))#if(!$a)#set($a=0)#end{"a":$a}`, []],
    [`{#if($input.path('$.a') != "")"a":$input.json('$.a')#end}`, []],
    [`$input.json('$.a')`, []],
    [`$input.json('$.body')`, [], { kind: "response" }],
  ],
  StrayComma: [
    [`{"a":1,}`, [["StrayComma", 1, 7]]],
    [
      `#set($p=$input.params().path)[0#if($p.size() > 0),#end#foreach($k in $p)1#if($foreach.hasNext),#end#end]`,
      [],
    ],
    [`[#foreach($k in $input.params().path.keySet()),"x"#end]`, [["StrayComma", 1, 47]]],
    [`[1,#if($context.stage)2#end,3]`, [["StrayComma", 1, 28]]],
    [`{"a":1,#if($input.path('$.b'))"b":2#end}`, [["StrayComma", 1, 7]]],
    [`[#foreach($k in $input.params().path.keySet())"x",#end]`, [["StrayComma", 1, 50]]],
    [
      `{"a":1,\n#foreach($k in $input.params().path.keySet())"$k":1#if($foreach.hasNext),#end\n#end}`,
      [["StrayComma", 1, 7]],
    ],
    [`{#if($context.stage)"a":1,#end#if($context.apiId)"b":1#end}`, [["StrayComma", 1, 26]]],
    [`[#foreach($k in $input.params().path.keySet())"x"#if($foreach.hasNext),#end#end]`, []],
    [
      `[#foreach($k in $input.params().path.keySet())"x"#if($velocityCount < $input.params().path.size()),#end#end]`,
      [],
    ],
    [`[#foreach($k in $input.params().path.keySet())#if($foreach.index > 0),#end"x"#end]`, []],
    [`[#foreach($k in $input.params().path.keySet())#if($velocityCount > 1),#end"x"#end]`, []],
    [
      `[#set($first=true)#foreach($k in $input.params().path.keySet())#if(!$first),#end#set($first=false)"x"#end]`,
      [],
    ],
    [`[#set($c="")#foreach($k in $input.params().path.keySet())$c"x"#set($c=",")#end]`, []],
    [`[#set($i=0)#foreach($k in $input.params().path.keySet())#if($i!=0),#end"x"#set($i=$i+1)#end]`, []],
    [`{#if($context.stage)"a":1,#end#if($context.stage)"b":1#end}`, []],
    [`{#if($context.stage)"a":1,#else"a":2,#end"b":1}`, []],
    [`{"a":1,#foreach($k in [1,2])"b$k":1#if($foreach.hasNext),#end#end}`, []],
    [`{"a":1#if($context.stage),"b":2#end}`, []],
  ],
  MissingComma: [
    [`{"a":1 "b":2}`, [["MissingComma", 1, 8]]],
    [`[#foreach($k in $input.params().path.keySet())"x"#end]`, [["MissingComma", 1, 47]]],
    [`{"a":1#if($context.stage)"b":2#end}`, [["MissingComma", 1, 26]]],
    [`[#foreach($k in $input.params().path.keySet())"x"#break#end]`, []],
    [`{#if($context.stage)"a":1#end#if(!$context.stage)"b":1#end}`, []],
    [`{#if($context.stage == "a")"a":1#end#if($context.stage != "a")"b":1#end}`, []],
    [`{#if($context.stage == "a")"a":1#end#if($context.stage == "b")"b":1#end}`, []],
    [`{#if($context.stage == "a")"a":1#end#if($context.apiId == "b")"b":1#end}`, [["MissingComma", 1, 63]]],
    [`{#if($context.stage.isEmpty())"a":1#end#if($context.stage.length() > 0)"b":1#end}`, []],
  ],
  UndefinedReference: [
    [`{"a":$inptu.json('$')}`, [["UndefinedReference", 1, 6]]],
    [`{"a":"costs $usd"}`, [["UndefinedReference", 1, 13]]],
    [`{"a":"$ctx.stage"}`, [["UndefinedReference", 1, 7]]],
    [`#if($foo)x#end`, [["UndefinedReference", 1, 5]]],
    [`{"a":"$foreach.index"}`, [["UndefinedReference", 1, 7]]],
    [`#set($x="a $nope b")`, [["UndefinedReference", 1, 12]]],
    [`#if($input.path('$.a') == $null)1#end`, []],
    [`#macro(m $v)$v#end#m(1)`, []],
    [`#foreach($i in [1])$i$foreach.index$velocityCount#end`, []],
    [`#define($d)x#end$d`, []],
    [`#[[$]]#usd $5.00 \${`, []],
    [`#evaluate('#set($x=1)')$x`, []],
  ],
  UnknownMember: [
    [`$input.josn('$')`, [["UnknownMember", 1, 8]]],
    [`{"a":$input.json}`, [["UnknownMember", 1, 13]]],
    [`{"a":"$util.escapeJavascript('x')"}`, [["UnknownMember", 1, 13]]],
    [`{"a":$util.toJson($input.path('$'))}`, [["UnknownMember", 1, 12]]],
    [`{"a":"$context.identity.sourceIP"}`, [["UnknownMember", 1, 25]]],
    [`{"a":"$context.status"}`, [["UnknownMember", 1, 16]]],
    [`#set($c=$context){"a":"$c.Stage"}`, [["UnknownMember", 1, 27]]],
    [`#set($q=$input.params().query)`, [["UnknownMember", 1, 25]]],
    [`{"a":"$input.body.name"}`, [["UnknownMember", 1, 19]]],
    [`#foreach($i in [1])#if($foreach.hasnext),#end#end`, [["UnknownMember", 1, 33]]],
    [`$context.extendedRequestId $context.authorizer.anything $context.identity.clientCert.subjectDN`, []],
    [`#set($context.requestOverride.header.x = "1")$stageVariables.anything`, []],
  ],
  UnknownParameter: [
    [`$input.params('nmae')`, [["UnknownParameter", 1, 1]], { input: { querystring: ["name"] } }],
    [`$input.params('name')`, [], { input: { querystring: ["name"] } }],
    [`$input.params('nmae')`, []],
  ],
  UnknownDirective: [
    [
      `#forech($i in [1])$i`,
      [
        ["UnknownDirective", 1, 1],
        ["UndefinedReference", 1, 19],
      ],
    ],
    [`{"a":"#tag"}`, [["UnknownDirective", 1, 7]]],
    [`{"a":"#[[#]]#tag"}`, []],
    [`#macro(tag)x#end#tag()`, []],
    [`{"a":"# 1 #1"}`, []],
  ],
  LiteralDollar: [
    [`{"a":"\\$usd"}`, [["LiteralDollar", 1, 7]]],
    [`#set($usd=1)\\$usd`, []],
    [`{"a":"#[[$]]#usd"}`, []],
  ],
  ShadowedParameter: [
    [`$input.params('X-User-Id')`, [["ShadowedParameter", 1, 1]]],
    [`$input.params('Authorization')`, [["ShadowedParameter", 1, 1]]],
    [`$input.params('tenant')`, [["ShadowedParameter", 1, 1]], { input: { header: ["Tenant", "tenant"] } }],
    [`$input.params('x-id')`, [], { input: { path: ["x-id"] } }],
    [`$input.params('name')`, []],
  ],
  CaseSensitiveHeader: [
    [`$input.params().header.get('X-User-Id')`, [["CaseSensitiveHeader", 1, 24]]],
    [`$input.params().header.Host`, [["CaseSensitiveHeader", 1, 24]]],
    [`#set($h=$input.params().header)#if($h.containsKey("Host"))x#end`, [["CaseSensitiveHeader", 1, 39]]],
    [`#set($h=$input.params().header)#if($h.containsKey("Host"))$h.get("host")#end`, []],
    [
      `#foreach($n in $input.params().header.keySet())#if($n.equalsIgnoreCase("host"))$input.params().header.get($n)#end#end`,
      [],
    ],
    [`$input.params().querystring.get('X-User-Id')`, []],
  ],
  SpoofableRequestId: [
    [`{"id":"$context.requestId"}`, [["SpoofableRequestId", 1, 8]]],
    [`{"id":"$context.extendedRequestId"}`, []],
  ],
  NullClaims: [
    [
      `{"a":"$context.authorizer.claims"}`,
      [
        ["NullClaims", 1, 7],
        ["JavaValue", 1, 7],
      ],
    ],
    [`#foreach($k in $context.authorizer.claims.keySet())x#end`, [["NullClaims", 1, 16]]],
    [`{"a":"$context.authorizer.claims.sub"}`, []],
  ],
  AssignsNothing: [
    [`#set(\${a} = 1)`, [["AssignsNothing", 1, 6]]],
    ["#set($!a = 1)", [["AssignsNothing", 1, 6]]],
    ["#set($a = {})#set($a.put(1) = 2)", [["AssignsNothing", 1, 19]]],
    [`#set($a = {})#set(\${a.b} = 2)`, []],
  ],
  KeepsOldValue: [
    [
      `#foreach($i in [1])#set($x=$input.path('$.a'))$x#end`,
      [["KeepsOldValue", 1, 20]],
      { contentType: "text/plain" },
    ],
    [`#foreach($i in [1])#set($x=$input.params().querystring.get('a'))#end`, [["KeepsOldValue", 1, 20]]],
    [`#foreach($i in [1])#set($x="")#set($x=$input.path('$.a'))#end`, []],
    [`#foreach($i in [1])#set($x="$!input.path('$.a')")#end`, []],
    [`#foreach($i in [1])#if($input.path('$.a'))#set($x=$input.path('$.a'))#end#end`, []],
    [`#foreach($t in $input.params().keySet())#set($m=$input.params().get($t))#end`, []],
    [`#set($x=$input.path('$.a'))`, []],
  ],
  OverriddenTwice: [
    [
      "#set($context.responseOverride.status=400)#set($context.responseOverride.status=500)",
      [["OverriddenTwice", 1, 43]],
      { kind: "response" },
    ],
    [
      "#set($context.responseOverride.header.a='1')#set($context.responseOverride.header['a']='2')",
      [["OverriddenTwice", 1, 45]],
      { kind: "response" },
    ],
    ["#foreach($i in [1,2])#set($context.responseOverride.status=400)#end", [["OverriddenTwice", 1, 22]]],
    [
      "#if($context.stage)#set($context.responseOverride.status=400)#else#set($context.responseOverride.status=500)#end",
      [],
    ],
    [
      "#set($context.responseOverride.header.a='1')#set($context.responseOverride.header.b='2')",
      [],
      { kind: "response" },
    ],
  ],
  IgnoredOverride: [
    ['#set($context.responseOverride.status="teapot")', [["IgnoredOverride", 1, 1]]],
    ["#set($context.responseOverride.status=700)", [["IgnoredOverride", 1, 1]]],
    ["#set($context.requestOverride.header.a='b')", [["IgnoredOverride", 1, 1]], { kind: "response" }],
    ["#set($context.requestOverride.header.a='b')", []],
    ['#set($context.responseOverride.status="418")', []],
  ],
  ConstantCondition: [
    ['#if("")x#end', [["ConstantCondition", 1, 5]]],
    ["#if(0)x#end", [["ConstantCondition", 1, 1]]],
    ["#if($input.params('a'))x#end", [["ConstantCondition", 1, 5]]],
    ["#if(!$input.body)x#end", [["ConstantCondition", 1, 6]]],
    ["#set($a=$input.params('a'))#if($a)x#end", [["ConstantCondition", 1, 32]]],
    ["#if($input.params('a') != '')x#end", []],
    ["#set($a=$input.params('a'))#if($a && $a.length() != 0)x#end", []],
    ["#if($input.path('$.a'))x#end", []],
    ["#if($input.params().querystring.containsKey('a'))x#end", []],
    ["#if(true)x#end", []],
  ],
  LoopLimit: [
    ["#foreach($i in [1..1001])x#end", [["LoopLimit", 1, 1]], { contentType: "text/plain" }],
    ["#foreach($i in [0..-1000])x#end", [["LoopLimit", 1, 1]], { contentType: "text/plain" }],
    ["#foreach($i in [1..1000])x#end", [], { contentType: "text/plain" }],
  ],
  LoopOverInput: [
    ["#foreach($i in $input.path('$.a'))x#end", [["LoopOverInput", 1, 1]], { contentType: "text/plain" }],
    [
      "#foreach($i in [1..$input.path('$.n')])x#end",
      [["LoopOverInput", 1, 1]],
      { contentType: "text/plain" },
    ],
    ["#foreach($i in $input.params().header.keySet())x#end", [], { contentType: "text/plain" }],
  ],
  EvaluatesInput: [
    ["#evaluate($input.params('a'))", [["EvaluatesInput", 1, 1]]],
    ['#evaluate("$input.body")', [["EvaluatesInput", 1, 1]]],
    ["#evaluate('$context.stage')", []],
  ],
  NoFiles: [
    ["#include('a.txt')", [["NoFiles", 1, 1]]],
    ["#parse('a.vtl')", [["NoFiles", 1, 1]]],
    ["#[[#include]]#", []],
  ],
  PrintedWhitespace: [
    [
      "Action=Send\n&Body=$util.urlEncode($input.body)",
      [["PrintedWhitespace", 1, 12]],
      { contentType: "application/x-www-form-urlencoded" },
    ],
    [
      "#set($a=1)#if($a == 1)\n  #set($b=1)\n\n#end\n$a",
      [["PrintedWhitespace", 3, 1]],
      { contentType: "text/plain" },
    ],
    [
      "Action=Send##\n&Body=$util.urlEncode($input.body)",
      [],
      { contentType: "application/x-www-form-urlencoded" },
    ],
    ["Dear $context.stage,\nhello\n", [], { contentType: "text/plain" }],
    ["#set($a=1)\n\n#set($b=1)\n\n{}", []],
    ["#set($a=1)\n\n#set($b=1)\n\n<a/>", [], { contentType: "application/xml" }],
  ],
  TemplateSize: [
    [`"${"x".repeat(280 * 1024)}"`, [["TemplateSize", 1, 1]]],
    [`"${"x".repeat(200 * 1024)}"`, []],
  ],
};

describe.each(Object.entries(table))("%s", (code, rows) => {
  it("has a trap and a template that is near it", () => {
    expect(rows.some(([, found]) => found.some(([each]) => each === code))).toBe(true);
    expect(rows.some(([, found]) => found.length === 0)).toBe(true);
    expect(lintCodes[code as LintCode].source).not.toBe("");
  });

  it.each(rows.map((row) => [row[0].slice(0, 120), row] as const))("%s", (_, [template, found, options]) => {
    expect(places(template, options)).toEqual(found);
  });
});

describe("a finding", () => {
  it("says why, what to write, and shows the line", () => {
    expect(findings(`{\n  "greeter": "$input.params('greeter')"\n}`)).toEqual([
      {
        code: "UnescapedText",
        severity: "error",
        line: 2,
        column: 15,
        excerpt: `  "greeter": "$input.params('greeter')"\n              ^`,
        message:
          'Text that the caller sends is printed as it is: a " in it ends the string, and what follows becomes JSON of its own',
        fix: `Write ${escaped("$input.params('greeter')")}`,
      },
    ]);
  });

  it.each([
    ["#if(", "TemplateSyntax", 1, 5],
    ["a\n #set($x = )", "TemplateSyntax", 2, 12],
    ["x".repeat(300 * 1024 + 1), "TemplateTooLarge", 1, 1],
    ["#if(".repeat(100_000), "TemplateTooLarge", 1, 1],
    ["#if(true)".repeat(2_000), "TemplateTooDeep", 1, 1_796],
  ])("is the error of a template that is none", (template, code, line, column) => {
    const [finding, ...others] = findings(template);
    expect(finding).toMatchObject({ code, line, column, severity: "error" });
    expect(finding?.fix).not.toBe("");
    expect(others).toEqual([]);
  });

  it.each([undefined, null, 1, Buffer.from("{}"), {}])("is all that %s gives", (value) => {
    expect(lint(value as unknown as string, { kind: "request" })).toHaveLength(1);
  });

  it("suggests the name that was meant", () => {
    const fixes = ["$inptu", "$util.escapeJavascript('')", "$context.identity.sourceIP", "#foreahc($a)"].map(
      (template) => findings(template)[0]?.fix,
    );
    expect(fixes.map((fix) => fix?.split(",")[0])).toEqual([
      "Write $input",
      "Write $util.escapeJavaScript",
      "Write $context.identity.sourceIp",
      "Write #foreach",
    ]);
  });
});

describe("the README", () => {
  it("has each code with its severity", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const rows = Array.from(
      readme.matchAll(/^\| `(\w+)` +\| (error|warning|info) +\|/gm),
      ([, code, severity]) => [code, severity],
    );
    expect(rows).toEqual(Object.entries(lintCodes).map(([code, { severity }]) => [code, severity]));
  });
});

describe("the fix", () => {
  // What is written in the place of the reference that the finding points at.
  it.each([
    [`{"a":"¦$input.params('a')¦"}`],
    [`{"a":"¦\${input.params('a')}¦b"}`],
    [`{"a":"¦$!input.path('$.a')¦"}`],
    [`{"a":"¦$util.escapeJavaScript($input.params('a'))¦"}`],
    [`{"a":"¦$util.escapeJavaScript($input.params('a')).replaceAll("\\'","'")¦"}`],
    [`{"a":¦$util.escapeJavaScript($input.json('$'))¦}`],
    [`{"a":¦$input.body¦}`],
    [`{"a":¦$input.path('$')¦}`],
    [`{"a":¦$context.stage¦}`],
    [`{"a":"¦$context.requestId¦"}`],
    [`{"a":"¦$inptu.params().path.size()¦"}`, ".params().path.size()"],
    [`#if(¦$input.params('a')¦)x#end`],
  ])("of %s ends the finding", (marked, rest = "") => {
    const [before = "", reference = "", after = ""] = marked.split("¦");
    const [finding] = findings(before + reference + after);
    expect(finding?.column).toBe(before.length + 1);
    const fix = /^Write (.*?)(?:, or .*)?$/.exec(finding?.fix ?? "")?.[1] ?? "";
    expect(findings(before + fix + rest + after)).toEqual([]);
  });
});

describe("templates of AWS's documentation", () => {
  it("that are good have no finding", () => {
    const good = [
      `{"body": $input.json('$'), "method": "$context.httpMethod", "stage": "$context.stage"}`,
      `#set($allParams = $input.params())
{
  "params" : {
    #foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
    "$type" : {
      #foreach($paramName in $params.keySet())
      "${escaped("$paramName")}" : "${escaped("$params.get($paramName)")}"
      #if($foreach.hasNext),#end
      #end
    }
    #if($foreach.hasNext),#end
    #end
  }
}`,
      `#set($inputRoot = $input.path('$'))
$input.json("$")
#if($inputRoot.toString().contains("error"))
#set($context.responseOverride.status = 500)
#end`,
    ];
    for (const template of good) expect(findings(template)).toEqual([]);
  });

  it("that pass everything through have theirs", () => {
    const template = `#set($allParams = $input.params())
{
"body-json" : $input.json('$'),
"params" : {
#foreach($type in $allParams.keySet())
    #set($params = $allParams.get($type))
"$type" : {
    #foreach($paramName in $params.keySet())
    "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
        #if($foreach.hasNext),#end
    #end
}
    #if($foreach.hasNext),#end
#end
},
"stage-variables" : {
#foreach($key in $stageVariables.keySet())
"$key" : "$util.escapeJavaScript($stageVariables.get($key))"
    #if($foreach.hasNext),#end
#end
},
"context" : {
    "api-id" : "$context.apiId",
    "user-agent" : "$context.identity.userAgent",
    "request-id" : "$context.requestId"
    }
}
`;
    expect(places(template)).toEqual([
      ["UnescapedText", 9, 6],
      ["EscapedApostrophe", 9, 21],
      ["UnescapedText", 24, 21],
      ["SpoofableRequestId", 25, 21],
    ]);
  });
});
