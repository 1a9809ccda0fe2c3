import { describe, expect, it } from "vitest";
import { compile } from "../src/index.ts";
import { failure, params, render, request } from "./support.ts";

const order = {
  body: '{"id":"o-1","n":{"x":1.0,"big":3000000000},"list":[{"foo":"bar"}],"none":null,"text":"é/\\"q\\""}',
};

describe("$input", () => {
  // Recorded: LocalStack test_input_path_template_formatting, 2025-06-18.
  it.each([
    ['{"foo": "bar"}', "$input.path('$')", "{foo=bar}"],
    ['[{"foo": "bar"}]', "$input.path('$')", '[{"foo":"bar"}]'],
    ['{"foo": [{"nested": "bar"}]}', "$input.path('$')", '{foo=[{"nested":"bar"}]}'],
    [
      '{"bigger": "dict", "to": "test", "with": "separators"}',
      "$input.path('$')",
      "{bigger=dict, to=test, with=separators}",
    ],
    ['{"list": [{"foo": "bar"}]}', "$input.path('$').toString()", '{list=[{"foo":"bar"}]}'],
    ["", "[$input.path('$.body')][$input.path('$.body').nested]", "[][]"],
  ])("path prints %s as recorded", (body, template, printed) => {
    expect(render(template, { body })).toBe(printed);
  });

  it("path finds null and the empty text in what is missing", () => {
    const template = "#if($input.path('$.x') == $null)null#end #if($input.path('$.x') == \"\")empty#end";
    expect(render(template)).toBe("null empty");
    expect(render(template, { body: '{"x":[]}' })).toBe(" ");
  });

  it.each([
    ["$", order.body.replace("é/", "é/")],
    ["$.id", '"o-1"'],
    ["$.n", '{"x":1.0,"big":3000000000}'],
    ["$.list[0].foo", '"bar"'],
    ["$.list[*].foo", '["bar"]'],
    ["$..foo", '["bar"]'],
    ["$['id']", '"o-1"'],
    ["$['id','none']", '["o-1",null]'],
    ["$.list[-1]", '{"foo":"bar"}'],
    ["$.none", "null"],
    ["$.missing", ""],
    ["id", '"o-1"'],
  ])("json(%s) is JSON text", (path, printed) => {
    expect(render(`$input.json("${path}")`, order)).toBe(printed);
  });

  it("keeps the order and the form of members and numbers", () => {
    const body = '{"b":1,"2":2.50,"1":1e3,"__proto__":{"x":1}}';
    expect(render("$input.json('$')", { body })).toBe('{"b":1,"2":2.5,"1":1000.0,"__proto__":{"x":1}}');
  });

  it("reads the document anew for each path", () => {
    expect(
      render("#set($a = $input.path('$'))#set($a.id = 1)$input.path('$').id $input.json('$.id')", order),
    ).toBe('o-1 "o-1"');
  });

  it("takes an empty body for {}", () => {
    expect(render("$input.body $input.json('$')")).toBe("{} {}");
  });

  it("takes a body that is not JSON for a text", () => {
    const body = "a=1&b=2";
    expect(render("#foreach($p in $input.path('$').split('&'))<$p>#end $input.json('$')", { body })).toBe(
      '<a=1><b=2> "a=1&b=2"',
    );
  });

  it("searches path, then query, then header", () => {
    const all = { path: { a: "p" }, querystring: { a: "q", b: "q" }, header: { a: "h", b: "h", c: "h" } };
    expect(
      render("$input.params('a')$input.params('b')$input.params('c')|$input.params('d')|", params(all)),
    ).toBe("pqh||");
    expect(render("$input.params()", params(all))).toBe(
      "{path={a=p}, querystring={a=q, b=q}, header={a=h, b=h, c=h}}",
    );
    expect(render("$input.params().header.get('a') $input.params().querystring.b", params(all))).toBe("h q");
  });

  it("distinguishes the case of headers", () => {
    const header = { "Content-Type": "a" };
    expect(
      render("[$input.params('content-type')][$input.params().header.Content-Type]", params({ header })),
    ).toBe("[][a]");
  });

  it("refuses JSONPaths that it cannot follow", () => {
    expect(failure("x $input.path('$[?(@.a)]')", order)).toMatchObject({
      code: "TemplateJsonPath",
      line: 1,
      column: 10,
    });
  });
});

describe("$util", () => {
  it.each([
    [
      "escapeJavaScript",
      'it\'s "x" a/b\\ \n\t\u0001 é \u2028',
      'it\\\'s \\"x\\" a\\/b\\\\ \\n\\t\\u0001 \\u00E9 \\u2028',
    ],
    ["urlEncode", "a b&c=d/é?~*'()", "a+b%26c%3Dd%2F%C3%A9%3F%7E*%27%28%29"],
    ["urlDecode", "a+b%20c%2Fd%C3%A9", "a b c/dé"],
    ["base64Encode", "é😀", "w6nwn5iA"],
    ["base64Decode", "w6nwn5iA", "é😀"],
    ["parseJson", '{"a":[1,"x"]}', '{a=[1,"x"]}'],
  ])("%s", (name, text, printed) => {
    expect(render(`$util.${name}($input.params('x'))`, params({ querystring: { x: text } }))).toBe(printed);
  });

  it("has no value for no text", () => {
    expect(render('[$util.escapeJavaScript($nope)][$util.nope("x")][$util.parseJson(1)]')).toBe("[][][]");
  });

  it("refuses what is no JSON and no encoding", () => {
    expect(failure("$util.parseJson('{')").code).toBe("TemplateJson");
    expect(failure("$util.urlDecode('%zz')").code).toBe("TemplateMethod");
  });
});

describe("$context and $stageVariables", () => {
  const context = {
    requestId: "r",
    requestTimeEpoch: 1_750_267_739_000,
    identity: { sourceIp: "::1", user: "" },
  };

  it.each([
    ["$context.requestId $context.identity.sourceIp $context.requestTimeEpoch", "r ::1 1750267739000"],
    ["[$context.identity.user][$context.nope][$context.authorizer.claims.sub]", "[][][]"],
    ["#foreach($k in $context.keySet())$k #end", "requestId requestTimeEpoch identity "],
    [
      "#set($context.identity.user = 'x')$context.identity.user $context.identity",
      "x {sourceIp=::1, user=x}",
    ],
    ["$stageVariables.table [$stageVariables.nope]", "orders []"],
  ])("%s", (template, printed) => {
    expect(render(template, { context, stageVariables: { table: "orders" } })).toBe(printed);
  });

  it("is not changed by a template", () => {
    render("#set($context.identity.user = 'x')#set($context.requestId = 'x')", { context });
    expect(context).toMatchObject({ requestId: "r", identity: { user: "" } });
  });
});

describe("overrides", () => {
  it("come out of the rendering", () => {
    const template = compile(
      '#set($context.requestOverride.path.a = 1)#set($context.requestOverride.querystring["b"] = "q")' +
        "#set($n = 'X-C')#set($context.requestOverride.header[$n] = 'h')" +
        "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.Access-Control-Allow-Origin = '*')",
    );
    expect(template.render(request())).toEqual({
      text: "",
      requestOverride: { path: { a: "1" }, querystring: { b: "q" }, header: { "X-C": "h" } },
      responseOverride: { status: 404, header: { "Access-Control-Allow-Origin": "*" } },
    });
    // The template is immutable: the next rendering starts afresh.
    expect(template.render(request()).responseOverride.status).toBe(404);
  });

  it("a list is a header of several values", () => {
    const template = compile(
      "#set($context.requestOverride.header.multivalueheader = ['foo', \"b$context.stage\", 7])#set($context.responseOverride.header.l = $input.path('$.l'))",
    );
    const { requestOverride, responseOverride } = template.render(request({ body: '{"l":["x",null,1.0]}' }));
    expect(requestOverride.header).toEqual({ multivalueheader: "foo,b,7" });
    expect(responseOverride.header).toEqual({ l: "x,,1.0" });
  });

  it("are empty when nothing is overridden", () => {
    const none = {
      requestOverride: { path: {}, querystring: {}, header: {} },
      responseOverride: { header: {} },
    };
    expect(compile("x").render(request())).toEqual({ text: "x", ...none });
    expect(compile("$context.stage").render(request())).toEqual({ text: "", ...none });
    const context = { requestOverride: { path: {}, header: {} }, responseOverride: { header: {} } };
    expect(compile("x").render(request({ context }))).toEqual({ text: "x", ...none });
  });

  it.each([
    ["404", 404],
    ['"201"', 201],
    ["99", undefined],
    ["600", undefined],
    ["200.5", undefined],
    ['"teapot"', undefined],
  ])("take %s as status %s", (value, status) => {
    const rendered = compile(`#set($context.responseOverride.status = ${value})`).render(request());
    expect(rendered.responseOverride.status).toBe(status);
  });

  it("of an earlier template can be read and are kept", () => {
    const context = { requestOverride: { path: { p: "one" } }, responseOverride: { status: 444 } };
    const rendered = compile("$context.requestOverride.path.p").render(request({ context }));
    expect(rendered).toMatchObject({
      text: "one",
      requestOverride: { path: { p: "one" } },
      responseOverride: { status: 444 },
    });
    expect(compile("x").render(request({ context })).responseOverride.status).toBe(444);
  });

  it("may be set once each", () => {
    const set = "#set($context.responseOverride.header.a = 1)";
    expect(failure(`${set}\n${set}`)).toMatchObject({ code: "TemplateOverride", line: 2 });
    expect(failure("#set($context.responseOverride.status = 1)".repeat(2)).code).toBe("TemplateOverride");
  });
});
