import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  lint,
  type RequestValue,
  TemplateError,
  writeErrorTemplate,
  writeNetTemplate,
  writeRequestTemplate,
  writeResultTemplate,
} from "../src/index.ts";
import { params, render } from "./support.ts";

const codes = (template: string, kind: "request" | "response" = "request") =>
  lint(template, { kind }).map(({ code }) => code);

describe("what the writer writes", () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 10 }),
    fc.constantFrom("x-user-id", "Authorization", "filter[$gt]", "#tag", 'a"b', "a'b", "$x", "input", "end"),
  );
  const value = fc.oneof(
    fc.record({ key: name, kind: fc.constantFrom("query", "header", "path", "cookie", "body"), name }),
    fc.record({
      key: name,
      kind: fc.constant("context"),
      name: fc.constantFrom(
        "identity.userArn",
        "identity.userAgent",
        "authorizer.claims.email",
        "stage",
        "path",
      ),
    }),
  ) as fc.Arbitrary<RequestValue>;

  it("for requests has no finding", () => {
    let written = 0;
    fc.assert(
      fc.property(name, fc.array(value, { maxLength: 8 }), (route, values) => {
        let template: string;
        try {
          template = writeRequestTemplate({ route, values });
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
          return;
        }
        written += 1;
        expect([template, codes(template)]).toEqual([template, []]);
      }),
      { numRuns: 1_000 },
    );
    expect(written).toBeGreaterThan(200);
  });

  it("for responses has no finding", () => {
    const output = fc.record({
      status: fc.integer({ min: 200, max: 399 }),
      hasBody: fc.boolean(),
      headers: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(output, { minLength: 1, maxLength: 3 }), (outputs) => {
        expect(codes(writeResultTemplate(outputs), "response")).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(codes(writeErrorTemplate(), "response")).toEqual([]);
    expect(codes(writeNetTemplate(), "response")).toEqual([]);
  });
});

describe("the linter", () => {
  const piece = fc.constantFrom(
    ...'{|}|[|]|,|:|"|"a":|\n| |\\|$|#|$!|${|\'|.|(|)|=|1|##|#*|*#|#[[|]]#|#end|#else|#stop|#break'.split(
      "|",
    ),
    ..."$input.params('a')|$input.json('$.a')|$input.path('$')|$input.body|$util.escapeJavaScript(".split(
      "|",
    ),
    ..."$context.requestId|$foreach.hasNext|$x|$!x.y|$x.get('a')|$x[0]|.replaceAll(\"\\\\'\",\"'\")".split(
      "|",
    ),
    ..."#if($x)|#if(!$x && $y == 1)|#elseif($y)|#foreach($x in $x)|#foreach($i in [1..2000])".split("|"),
    ..."#set($x = $input.path('$.a'))|#set($x = \"$x,\")|#macro(m $x)|#m($x)|#@m($x)|#define($y)|#evaluate($x)".split(
      "|",
    ),
  );

  it("never throws", () => {
    const template = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(template, fc.constantFrom("request", "response"), (source, kind) => {
        for (const { line, column, message, fix } of lint(source, { kind })) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toBe("");
          expect(fix).not.toBe("");
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("never throws for a template that lost, doubled or moved something", () => {
    const whole = [
      writeRequestTemplate({
        route: "POST /a",
        values: [
          { key: "a", kind: "query", name: "a" },
          { key: "b", kind: "header", name: "b" },
          { key: "c", kind: "body", name: "" },
        ],
      }),
      `#macro(m $a)#foreach($x in $a)"$x.b"#if($foreach.hasNext),#end#end#end[#m($input.path('$.l'))]`,
    ];
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.nat(40), fc.nat(), (source, at, length, to) => {
        const from = at % source.length;
        const part = source.slice(from, from + length);
        const rest = source.slice(0, from) + source.slice(from + length);
        const target = to % (rest.length + 1);
        for (const mutated of [rest, rest.slice(0, target) + part + rest.slice(target), source + part]) {
          lint(mutated, { kind: "request" });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["loops in loops", `${"#foreach($a in $b)".repeat(150)}$a,${"#end".repeat(150)}`],
    [
      "conditions in a row",
      Array.from({ length: 5_000 }, (_, i) => `#if($input.path('$.a${i}'))"a",#end`).join(""),
    ],
    [
      "conditions asked twice",
      `{${Array.from({ length: 2_000 }, (_, i) => `#if($input.path('$.a${i % 40}'))"a":1,#end`).join("")}`,
    ],
    ["macros that call each other", "#macro(a)#b()#b()#end#macro(b)#a()#a()#end#a()"],
    [
      "macros that double",
      `${Array.from({ length: 30 }, (_, i) => `#macro(m${i})#m${i + 1}()#m${i + 1}()#end`).join("")}#m0()`,
    ],
    [
      "names",
      Array.from({ length: 5_000 }, (_, i) => `#set($n${i}=$n${i - 1})#foreach($x in $n${i})#end`).join(""),
    ],
    [
      "equalities",
      `{${Array.from({ length: 5_000 }, (_, i) => `#if($context.stage == "${i}")"a":1,#end`).join("")}`,
    ],
    ["operators", `#if(${"$a == 1 && ".repeat(1_900)}true)x#end`],
    ["brackets", `${"[".repeat(50_000)}$input.params('a')${"]".repeat(50_000)}`],
    ["findings", `["${"$input.params('a')\n".repeat(10_000)}"]`],
    ["a name that is a pattern", '#foreach("a(" in [1])x#end'],
  ])("comes to an end over many %s", (_, template) => {
    expect(Array.isArray(lint(template, { kind: "request" }))).toBe(true);
  });

  it("says the same each time", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join("");
        expect(lint(source, { kind: "request" })).toEqual(lint(source, { kind: "request" }));
      }),
    );
  });
});

describe("commas", () => {
  // Lists of which the engine knows every output: the linter finds a comma exactly if one of them is no JSON.
  const condition = fc.constantFrom(
    "$r.a",
    "!$r.a",
    "$r.b",
    "$r.a && $r.b",
    "$r.a || !$r.b",
    "!($r.a && $r.b)",
  );
  const part = fc.oneof(
    fc.constantFrom("1", '"x"', ",", '"x",', ",1", "[1]"),
    fc.tuple(condition, fc.constantFrom(",", "1,", ",1", "1")).map(([c, body]) => `#if(${c})${body}#end`),
    fc
      .tuple(condition, fc.constantFrom("1,", ",1", ""), fc.constantFrom("2,", "1,", ""))
      .map(([c, yes, no]) => `#if(${c})${yes}#else ${no}#end`),
    fc.constantFrom(
      "#foreach($i in $r.l)1#if($foreach.hasNext),#end#end",
      "#foreach($i in $r.l)#if(!$foreach.first),#end 1#end",
      "#foreach($i in $r.l)#if($foreach.index > 0),#end 1#end",
      "#foreach($i in $r.l)1,#end",
      "#foreach($i in $r.l),1#end",
      "#foreach($i in $r.l)1 #end",
    ),
  );
  const bodies = [false, true].flatMap((a) =>
    [false, true].flatMap((b) =>
      [0, 1, 2, 3].map((n) => JSON.stringify({ a, b, l: Array.from({ length: n }) })),
    ),
  );

  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }

  it("are found if and only if one is wrong", () => {
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const template = `#set($r=$input.path('$'))[${parts.join(" ")}]`;
        const isRight = bodies.every((body) => isJson(render(template, { body })));
        const found = codes(template).some((code) => code === "StrayComma" || code === "MissingComma");
        seen[isRight ? "right" : "wrong"] += 1;
        expect([template, found]).toEqual([template, !isRight]);
      }),
      { numRuns: 3_000 },
    );
    expect(seen.right).toBeGreaterThan(100);
    expect(seen.wrong).toBeGreaterThan(100);
  });
});

describe("what is printed", () => {
  const undo = `.replaceAll("\\\\'","'")`;
  const member = fc.constantFrom(
    ...([
      ["text", "$input.params('p')", false],
      ["text", `$util.escapeJavaScript($input.params('p'))${undo}`, true],
      ["text", "$util.escapeJavaScript($input.params('p'))", false],
      ["text", "$input.path('$.b')", false],
      ["text", `$util.escapeJavaScript($input.path('$.b'))${undo}`, true],
      ["text", "$input.json('$.b')", false],
      ["text", "$util.base64Encode($input.params('p'))", true],
      ["text", "$util.urlEncode($input.path('$.b'))", true],
      ["text", "$input.params('p').length()", true],
      ["value", "$input.json('$')", true],
      ["value", "$input.params('p')", false],
      ["value", "$util.escapeJavaScript($input.json('$.b'))", false],
      ["value", "$input.path('$')", false],
      ["value", "$input.path('$.b').length()", true],
    ] as const),
  );
  const way = fc.constantFrom(
    (reference: string) => ["", reference],
    (reference: string) => [`#set($v=${reference})`, "$v"],
    (reference: string) => [`#set($w=${reference})#set($v=$w)`, "$!{v}"],
    (reference: string) => [`#macro(m $a)$a#end`, `#m(${reference})`],
  );
  const hostile = ['"', "'", "\\", '","k1":"', "\n", "1,2", "O'Brien", "</script>"];

  it("is an error if and only if some request breaks it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(member, way), { minLength: 1, maxLength: 1 }), (members) => {
        const parts = members.map(([[place, reference], write], i) => {
          const [before = "", image = ""] = write(reference);
          return [before, `"k${i}":${place === "text" ? `"<${image}>"` : image}`];
        });
        const template = `${parts.map(([before]) => before).join("")}{${parts.map(([, text]) => text).join(",")}}`;
        const isSafe = members.every(([[, , safe]]) => safe);
        const errors = lint(template, { kind: "request" }).filter(({ severity }) => severity === "error");
        expect([template, errors.length === 0]).toEqual([template, isSafe]);
        const isIntact = hostile.every((text) => {
          const output = render(template, {
            body: JSON.stringify({ b: text }),
            ...params({ querystring: { p: text } }),
          });
          try {
            return Object.keys(JSON.parse(output)).join() === members.map((_, i) => `k${i}`).join();
          } catch {
            return false;
          }
        });
        expect([template, isIntact]).toEqual([template, isSafe]);
      }),
      { numRuns: 500 },
    );
  });
});
