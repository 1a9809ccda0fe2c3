import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, TemplateError } from "../src/index.ts";
import { failure, params, render, request } from "./support.ts";

/** Calls as JavaScript does, which has no types. */
function compileUntyped(source: unknown): unknown {
  return Reflect.apply(compile, undefined, [source]);
}

function renderUntyped(template: string, input: unknown): string {
  const compiled = compile(template);
  return Reflect.apply(compiled.render, compiled, [input]).text;
}

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("compile, given what is no template", () => {
  it.each([
    ["undefined", undefined, "Undefined"],
    ["null", null, "Null"],
    ["a number", 5, "Number"],
    ["a Buffer", Buffer.from("$x"), "Uint8Array"],
    ["an object", { toString: () => "$x" }, "Object"],
    ["a list", ["$x"], "Array"],
  ])("refuses %s", (_, source, kind) => {
    const error = thrown(() => compileUntyped(source));
    expect(error).toBeInstanceOf(TemplateError);
    expect(error).toMatchObject({
      code: "TemplateInput",
      reason: `A mapping template is a text, not ${kind}`,
    });
  });

  it("refuses what is too long before it reads it", () => {
    const begin = "#if(".repeat((10 * 1024 * 1024) / 4);
    expect(failure(begin)).toMatchObject({ code: "TemplateTooLarge", line: 1, column: 1 });
    expect(failure("\ud800".repeat(300 * 1024)).code).toBe("TemplateTooLarge");
  });

  it("fails at the first character of #if(#if(#if(… that is wrong", () => {
    expect(failure("#if(".repeat(75_000))).toMatchObject({ code: "TemplateSyntax", line: 1, column: 5 });
  });
});

describe("10,000 levels", () => {
  const deep = 10_000;
  it.each([
    ["#if", "#if(true)", "#end"],
    ["#foreach", "#foreach($i in $l)", "#end"],
    ["#define", "#define($d)", "#end"],
    ["#macro", "#macro(m)", "#end"],
    ["block calls", "#@m()", "#end"],
    ["#literal", "#literal()", "#end"],
    ["unclosed #if", "#if(true)", ""],
    ["#else", "#if($x)#else", "#end"],
    ["arguments", "$a.b(", ")"],
    ["indexes", "$a[", "]"],
    ["negations", "#if(!", "true)#end"],
    ["macro arguments", "#m(", ")"],
    ["braces", "$" + "{a.b(", ")}"],
  ])("of %s are too deep", (_, begin, end) => {
    expect(failure(begin.repeat(deep) + end.repeat(deep)).code).toMatch(/^Template(TooDeep|Syntax)$/);
  });

  it.each([
    ["parentheses", "(", "1", ")"],
    ["lists", "[", "1", "]"],
    ["maps", '{"k":', "1", "}"],
    ["negations", "!", "true", ""],
    ["sums in parentheses", "(1+", "1", ")"],
    ["differences", "1 - ", "1", ""],
  ])("of %s in an expression are too deep", (_, begin, middle, end) => {
    const source = `#set($x = ${begin.repeat(deep)}${middle}${end.repeat(deep)})`;
    expect(failure(source)).toMatchObject({ code: "TemplateTooDeep", line: 1 });
  });

  it("of texts within texts, lists within lists and #evaluate within #evaluate end", () => {
    expect(failure(`#set($l = [])#foreach($i in [1..1000])#set($l = [$l])#end$l`).code).toBe(
      "TemplateTooDeep",
    );
    expect(failure(`#set($e = '#evaluate($e)')#evaluate($e)`).code).toBe("TemplateTooDeep");
    const body = `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`;
    expect(failure('$input.path("$")', { body }).code).toBe("TemplateTooDeep");
    expect(failure("$util.parseJson($input.body)", { body }).code).toBe("TemplateTooDeep");
    expect(render(`$!input.path('$${".a".repeat(deep)}')`, { body: '{"a":{}}' })).toBe("");
  });

  it("of references and elses in a row are not deep", () => {
    expect(render("$!x.y".repeat(deep))).toBe("");
    expect(render(`#if(false)${"#elseif(false)".repeat(deep)}#else x#end`)).toBe(" x");
  });
});

describe("work that grows faster than the template", () => {
  const nested = `${"[".repeat(300)}1${"]".repeat(300)}`;
  const large = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => ({ id: `order ${i}` })));

  it.each([
    ["a JSONPath of many wildcards", `$input.json('$${"..*".repeat(20)}')`, nested],
    ["a JSONPath of many descents", `$input.path('$${"..".repeat(20)}a')`, nested],
    ["reading a large body over and over", "#foreach($i in [1..1000])#set($x = $input.path('$'))#end", large],
    [
      "parsing a large text over and over",
      "#set($b = $input.body)#foreach($i in [1..1000])#set($x = $util.parseJson($b))#end",
      large,
    ],
    [
      "decoding a large text over and over",
      "#set($u = $util)#set($b = $input.body)#foreach($i in [1..1000])#set($x = $u.urlDecode($b))#end",
      large,
    ],
  ])("ends: %s", (_, template, body) => {
    expect(failure(template, { body })).toMatchObject({ code: "TemplateBudget", line: 1 });
  });
});

describe("lone surrogates", () => {
  it.each(["\ud800", "\udc00", "a\udfffb", "\ud83d\ud83d\ude00"])("%j are kept", (text) => {
    expect(render(`${text}#if(true)${text}#end`)).toBe(text + text);
    expect(render(`#set($x = "${text}")$x$x.length()`)).toBe(`${text}${text.length}`);
    expect(render("$input.params('x')", params({ path: { x: text } }))).toBe(text);
    expect(render("$input.json('$')", { body: JSON.stringify([text]) })).toBe(`["${text}"]`);
  });
});

describe("render, given too little", () => {
  const template =
    "[$input.body][$input.json('$.a')][$input.params('a')][$input.params().header.a]" +
    "[$input.params().querystring.keySet()][$context.stage][$context.identity.sourceIp][$stageVariables.a]";
  const empty = "[{}][][][][[]][][][]";

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["{}", {}],
    ["no groups of parameters", { body: "", params: {}, context: {}, stageVariables: {} }],
    ["nulls", { body: null, params: null, context: null, stageVariables: null }],
    [
      "nulls within",
      { params: { path: null, querystring: null, header: null }, context: { identity: null } },
    ],
    ["null parameters", { params: { path: { a: null }, querystring: {}, header: { a: undefined } } }],
  ])("takes %s for empty", (_, input) => {
    expect(renderUntyped(template, input)).toBe(empty);
  });

  it("takes what there is", () => {
    expect(renderUntyped(template, { params: { header: { a: "h" } }, context: { stage: "prod" } })).toBe(
      "[{}][][h][h][[]][prod][][]",
    );
  });
});

describe("render, given something else", () => {
  it.each([
    ["an input that is a text", "x", "The input of a rendering should be an object, not String"],
    ["a Buffer as body", { body: Buffer.from("{}") }, "body should be a text, not Uint8Array"],
    ["an object as body", { body: { a: 1 } }, "body should be a text, not Object"],
    ["a text as params", { params: "a=b" }, "params should be an object, not String"],
    ["a number as path", { params: { path: 1 } }, "params.path should be an object, not Number"],
    ["a text as context", { context: "prod" }, "context should be an object, not String"],
    [
      "a number as stage variable",
      { stageVariables: { a: 1 } },
      "stageVariables.a should be a text, not Number",
    ],
  ])("refuses %s", (_, input, reason) => {
    const error = thrown(() => renderUntyped("$input.body", input));
    expect(error).toBeInstanceOf(TemplateError);
    expect(error).toMatchObject({ code: "TemplateInput", reason });
  });

  it.each([
    ["$input.params('a')", "{x=1}"],
    ["$input.params('b')", '["1",{"x":2}]'],
    ["$input.params('c')", "7"],
    ["$input.params('d')", "true"],
    ["$input.params('e')", ""],
    ["$input.params().path.a $input.params().path.get('b')", '{x=1} ["1",{"x":2}]'],
    ["$util.escapeJavaScript($input.params('a'))", ""],
    ["$context.a $context.a.x $context.b $context.f", '{x=1} 1 ["1",{"x":2}] '],
    ["$stageVariables.a", "{x=1}"],
    ["$context", '{a={x=1}, b=["1",{"x":2}], f=null, s=null, n=1.5, d={}, m={}}'],
  ])("%s prints values that should have been texts as Java's", (template, printed) => {
    const values = { a: { x: 1 }, b: ["1", { x: 2 }], c: 7, d: true, e: () => "x" };
    const context = {
      a: { x: 1 },
      b: ["1", { x: 2 }],
      f: () => 1,
      s: Symbol("s"),
      n: 1.5,
      d: new Date(0),
      m: new Map(),
    };
    const input = {
      body: "",
      params: { path: values, querystring: {}, header: {} },
      context,
      stageVariables: values,
    };
    expect(renderUntyped(template, input)).toBe(printed);
  });

  it("sees nothing that an object inherits", () => {
    class Identity {
      readonly own = "own";
      get inherited(): string {
        return "inherited";
      }
    }
    const inherits = Object.create({ a: "inherited", stage: "inherited" });
    const input = request({ params: { path: inherits, querystring: {}, header: {} }, context: inherits });
    const template = "[$input.params('a')][$input.params().path.a][$context.stage][$context.keySet()]";
    expect(compile(template).render(input).text).toBe("[][][][[]]");
    expect(
      render("$context.identity.own [$context.identity.inherited]", {
        context: { identity: new Identity() },
      }),
    ).toBe("own []");
  });

  it("ends with a context that contains itself", () => {
    const context: Record<string, unknown> = { stage: "prod" };
    context["self"] = context;
    expect(render("$context.self.self.stage", { context })).toBe("prod");
    expect(failure("x $context", { context })).toMatchObject({ code: "TemplateTooDeep", column: 3 });
  });
});

describe("a whole document", () => {
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const odd = fc.constantFrom(
    "-0",
    "1.0",
    "1e3",
    "12345678901234567890",
    '"\\u0041"',
    '"\\/"',
    '"\ud800"',
    "007",
  );
  const json = fc.oneof(
    fc.json(),
    fc.json({ stringUnit: "binary" }),
    number.map(String),
    fc.tuple(fc.json(), odd).map(([some, other]) => ` { "b" : ${some} , "1" : ${other}, "b": 2, "": [ ] } `),
    fc.tuple(odd, fc.json()).map(([some, other]) => `[${some},\n${other},{"b":1,"a":2,"b":3,"__proto__":4}]`),
  );

  it("is printed as it is printed as a part", () => {
    fc.assert(
      fc.property(json, (body) => {
        const part = thrown(() =>
          render("$input.json('$.part')", { body: `{"part":${body}}` }, { malformedBody: "error" }),
        );
        const whole = thrown(() => render("$input.json('$')", { body }, { malformedBody: "error" }));
        if (part instanceof TemplateError) expect(whole).toBeInstanceOf(TemplateError);
        else expect(whole).toBe(part);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("a short way to a value gives what the long one gives", () => {
  it.each([
    ["$input.params('a')", "#set($i = $input)$i.params('a')"],
    ["$input.params('a').length()", "#set($i = $input)$i.params('a').length()"],
    ["$util.base64Encode('a')", "#set($u = $util)$u.base64Encode('a')"],
    ["$!util.base64Encode(1)|$!util.nope('a')", "#set($u = $util)$!u.base64Encode(1)|$!u.nope('a')"],
    ["$context.identity.sourceIp", "#set($c = $context)$c.identity.sourceIp"],
    ["$context.identity.sourceIp.length()", "#set($c = $context)$c.identity.sourceIp.length()"],
    ["$context.n $context.identity", "#set($c = $context)$c.n $c.identity"],
    ["$!context.nope.x", "#set($c = $context)$!c.nope.x"],
    ["$stageVariables.table", "#set($s = $stageVariables)$s.table"],
  ])("%s", (short, long) => {
    const parts = {
      ...params({ querystring: { a: "sent" } }),
      context: { identity: { sourceIp: "::1" }, n: 5 },
      stageVariables: { table: "orders" },
    };
    expect(render(short, parts)).toBe(render(long, parts));
  });

  it.each([
    ["#set($input = 'x')$!input.params('a')$input.length()", "1"],
    ['#set($context = {"stage": "mine"})$context.stage', "mine"],
    ["#set($context.stage = 'changed')$context.stage", "changed"],
    ["#set($context.identity.sourceIp = 'changed')$context.identity.sourceIp", "changed"],
    ["#foreach($util in ['x'])$!util.base64Encode('a')$util.length()#end$util.base64Encode('a')", "1YQ=="],
    ["#set($stageVariables.table = 'changed')$stageVariables.table", "changed"],
    ["#macro(m $input)$!input.params('a')<$!input>#end#m(5)$input.params('a')", "<5>sent"],
    ["#macro(m $input)[$!input]#end#m()$input.params('a')", "[]sent"],
    ["#evaluate('#set($input = 7)')$input$!input.params('a')", "7"],
  ])("and %s is seen", (template, printed) => {
    const parts = {
      ...params({ querystring: { a: "sent" } }),
      context: { stage: "prod", identity: { sourceIp: "::1" } },
      stageVariables: { table: "orders" },
    };
    expect(render(template, parts)).toBe(printed);
  });
});
