import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Behaviours,
  compile,
  errorSelectionPattern,
  netSelectionPattern,
  type RenderInput,
  type RequestTemplate,
  TemplateError,
  writeErrorTemplate,
  writeNetTemplate,
  writeRequestTemplate,
  writeResultTemplate,
} from "../src/index.ts";
import { params, render, request } from "./support.ts";

const placeOrder: RequestTemplate = {
  route: "POST /orders/{customer}",
  values: [
    { key: "dryRun", kind: "query", name: "dryRun" },
    { key: "caller", kind: "context", name: "identity.userArn" },
    { key: "trace", kind: "header", name: "x-trace" },
    { key: "order", kind: "body", name: "" },
    { key: "customer", kind: "path", name: "customer" },
  ],
};

describe("the request template", () => {
  it("is one line, context last, then the route", () => {
    const escaped = (x: string) => `$util.escapeJavaScript(${x}).replaceAll("\\\\'","'")`;
    expect(writeRequestTemplate(placeOrder)).toBe(
      "#set($p=$input.params())#set($q=$p.querystring)#set($h=$p.header){" +
        `#if($q.containsKey("dryRun"))"dryRun":"${escaped('$q.get("dryRun")')}",#end` +
        `#foreach($n in $h.keySet())#if($n.equalsIgnoreCase("x-trace"))"trace":"${escaped("$h.get($n)")}",#end#end` +
        `"order":$input.json("$"),` +
        `"customer":"${escaped('$p.path.get("customer")')}",` +
        `"caller":"${escaped("$context.identity.userArn")}",` +
        '"@":{"route":"POST /orders/{customer}","id":"$context.extendedRequestId"}}',
    );
  });

  it("declares only what it uses", () => {
    expect(writeRequestTemplate({ route: "GET /", values: [] })).toBe(
      '{"@":{"route":"GET /","id":"$context.extendedRequestId"}}',
    );
    const path = writeRequestTemplate({ route: "GET /{a}", values: [{ key: "a", kind: "path", name: "a" }] });
    expect(path.startsWith('#set($p=$input.params()){"a"')).toBe(true);
  });

  it("leaves out what was not sent and keeps what was sent empty", () => {
    const template = writeRequestTemplate({
      route: "GET /greeting",
      values: [
        { key: "greeter", kind: "query", name: "greeter" },
        { key: "lang", kind: "header", name: "accept-language" },
        { key: "session", kind: "cookie", name: "sid" },
        { key: "other", kind: "cookie", name: "other" },
      ],
    });
    const context = { extendedRequestId: "id-1" };
    const event = (parts: Partial<RenderInput>) => JSON.parse(render(template, { context, ...parts }));
    const at = { route: "GET /greeting", id: "id-1" };
    expect(event({})).toEqual({ "@": at });
    expect(event(params({ querystring: { greeter: "" } }))).toEqual({ greeter: "", "@": at });
    const header = { "ACCEPT-language": "de", Cookie: 'sid="1"; other=2' };
    expect(event(params({ header }))).toEqual({ lang: "de", "@cookie": 'sid="1"; other=2', "@": at });
  });

  it("lets no body and no parameter replace a trusted value", () => {
    const event = JSON.parse(
      render(writeRequestTemplate(placeOrder), {
        body: '1,"caller":"root","@":{"route":"x"}',
        ...params({ querystring: { dryRun: '","caller":"root","z":"' }, path: { customer: "O'Brien\\" } }),
        context: { identity: { userArn: "arn:me" }, extendedRequestId: "id" },
      }),
    );
    expect(event).toEqual({
      dryRun: '","caller":"root","z":"',
      order: '1,"caller":"root","@":{"route":"x"}',
      customer: "O'Brien\\",
      caller: "arn:me",
      "@": { route: "POST /orders/{customer}", id: "id" },
    });
  });

  const variants: readonly Partial<Behaviours>[] = [
    {},
    { escapeSlash: false },
    { escapeNonAscii: false },
    { escapeSlash: false, escapeNonAscii: false, truth: "velocity-2", setNull: "assign" },
  ];
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "'",
          '"',
          "\\",
          "/",
          "$x",
          "#end",
          "${",
          "\u2028",
          "\u2029",
          "\ud800",
          "\udc00",
          "\u0000",
          "\u007f",
          "\n",
          "\r",
          "</",
          "é",
          "😀",
          "\\'",
          "\\u0041",
          ",",
          "}",
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join("")),
  );

  it.each(variants)("carries every text unchanged (%o)", (behaviours) => {
    const template = compile(writeRequestTemplate(placeOrder), behaviours);
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, fc.json(), (query, header, path, context, body) => {
        const rendered = template.render(
          request({
            body,
            ...params({
              querystring: { dryRun: query },
              header: { "X-Trace": header },
              path: { customer: path },
            }),
            context: { identity: { userArn: context }, extendedRequestId: "id" },
          }),
        );
        expect(rendered.text).not.toMatch(/[\n\r]/);
        expect(JSON.parse(rendered.text)).toEqual({
          dryRun: query,
          trace: header,
          order: JSON.parse(body),
          customer: path,
          caller: context,
          "@": { route: "POST /orders/{customer}", id: "id" },
        });
      }),
      { numRuns: 10_000 },
    );
  });

  it("carries every name that it accepts, and refuses the others clearly", () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.constantFrom("filter[$gt]", "#tag", 'a"b', "a'b", "$x", "a$", "#", "__proto__x"),
    );
    fc.assert(
      fc.property(
        name,
        anyText,
        anyText,
        fc.constantFrom("query", "header", "path"),
        (wire, key, value, kind) => {
          fc.pre(key !== "@" && key !== "@cookie" && key !== "__proto__" && wire !== "__proto__");
          const route = `GET /${key}`;
          let template: string;
          try {
            template = writeRequestTemplate({ route, values: [{ key, kind, name: wire }] });
          } catch (error) {
            expect(error).toMatchObject({ code: "TemplateName" });
            return;
          }
          const group = { [wire]: value };
          const sent = params({ path: group, querystring: group, header: group });
          const event = JSON.parse(render(template, { ...sent, context: { extendedRequestId: "i" } }));
          expect(event).toEqual({ [key]: value, "@": { route, id: "i" } });
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["a reserved member", [{ key: "@", kind: "query", name: "a" }], "reserved"],
    [
      "two members of one name",
      [
        { key: "a", kind: "query", name: "a" },
        { key: "a", kind: "path", name: "b" },
      ],
      "twice",
    ],
    [
      "two bodies",
      [
        { key: "a", kind: "body", name: "" },
        { key: "b", kind: "body", name: "" },
      ],
      "one body",
    ],
    ["a backslash", [{ key: "a", kind: "query", name: "a\\b" }], "printable ASCII"],
    ["both quotes", [{ key: "a", kind: "query", name: "'\"" }], "cannot stand together"],
    ["an empty name", [{ key: "a", kind: "header", name: "" }], "empty"],
    [
      "a context path that is none",
      [{ key: "a", kind: "context", name: "authorizer.claims.cognito:groups" }],
      "each part begins",
    ],
  ] as const)("refuses %s", (_, values, reason) => {
    try {
      writeRequestTemplate({ route: "GET /", values });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError);
      expect(error).toMatchObject({ code: "TemplateName", reason: expect.stringContaining(reason) });
    }
  });
});

describe("the result template", () => {
  const answer = (template: string, result: unknown) =>
    compile(template).render(request({ body: JSON.stringify(result) }));

  it("is the result itself for one output", () => {
    const template = writeResultTemplate([{ status: 200, hasBody: true, headers: [] }]);
    expect(template).toBe('$input.json("$")');
    for (const result of [{ a: [1, null, "x/y"] }, "text", null, false, 0]) {
      expect(JSON.parse(answer(template, result).text)).toEqual(result);
    }
  });

  it("prints nothing for one output without a body", () => {
    const template = writeResultTemplate([{ status: 204, hasBody: false, headers: [] }]);
    expect(template).not.toBe("");
    expect(answer(template, null).text).toBe("");
  });

  it("chooses status, headers and body from the envelope", () => {
    const template = writeResultTemplate([
      { status: 201, hasBody: true, headers: ["location", "x-next"] },
      { status: 202, hasBody: true, headers: ["location"] },
      { status: 204, hasBody: false, headers: [] },
      { status: 304, hasBody: false, headers: [] },
    ]);
    expect(template).toBe(
      '#set($o=$input.path("$"))#set($context.responseOverride.status=$o.status)' +
        "#if($o.headers.location)#set($context.responseOverride.header.location=$o.headers.location)#end" +
        "#if($o.headers.x-next)#set($context.responseOverride.header.x-next=$o.headers.x-next)#end" +
        '#if($o.status!=204&&$o.status!=304)$input.json("$.body")#end',
    );
    expect(answer(template, { status: 201, headers: { location: "/x" }, body: { id: 1 } })).toMatchObject({
      text: '{"id":1}',
      responseOverride: { status: 201, header: { location: "/x" } },
    });
    expect(answer(template, { status: 204 })).toMatchObject({
      text: "",
      responseOverride: { status: 204, header: {} },
    });
    expect(answer(template, { status: 202, body: null }).text).toBe("null");
  });

  it("refuses a header that it cannot write", () => {
    expect(() => writeResultTemplate([{ status: 200, hasBody: true, headers: ["x.y"] }])).toThrow(
      "cannot be written",
    );
  });
});

describe("errors", () => {
  const patterns = [400, 409, 500].map((status) => ({
    status,
    pattern: new RegExp(`^(?:${errorSelectionPattern(status)})$`),
  }));
  const net = new RegExp(`^(?:${netSelectionPattern()})$`);

  it.each([
    ['{"status":409,"code":"OutOfStock","detail":"a\nb"}', 409, false],
    ['{"status":500,"code":"InternalError"}', 500, true],
    ["2025-01-01T00:00:00Z 1234 Task timed out after 3.00 seconds", undefined, true],
    ["RequestId: 1 Error: Runtime exited\nwith status 1", undefined, true],
    ["", undefined, false],
    ['{"status":4090}', undefined, false],
  ])("%j is for %s, the net %s", (message, status, caught) => {
    expect(patterns.filter(({ pattern }) => pattern.test(message)).map((each) => each.status)).toEqual(
      status === undefined ? [] : [status],
    );
    expect(net.test(message)).toBe(caught);
  });

  it("are the function's own document, or a fixed one", () => {
    const message = '{"status":409,"detail":"It\'s \\"gone\\""}';
    const body = JSON.stringify({ errorMessage: message, errorType: "Error", trace: [] });
    expect(render(writeErrorTemplate(), { body })).toBe(message);
    expect(JSON.parse(render(writeNetTemplate(), { body, context: { extendedRequestId: "x" } }))).toEqual({
      status: 500,
      code: "InternalError",
      title: "Internal Server Error",
      detail: "The request could not be completed.",
      id: "x",
    });
  });

  it("have statuses", () => {
    expect(() => errorSelectionPattern(99)).toThrow("not an HTTP status");
  });
});

describe("the templates of AWS's own walkthroughs", () => {
  it.each([
    ['{"greeter":"$input.params(\'greeter\')"}', { greeter: "Jane" }, '{"greeter":"Jane"}'],
    [
      '{\n       "myParam": "$input.params(\'myParam\')"\n   }',
      { myParam: "Hello from API Gateway!" },
      '{\n       "myParam": "Hello from API Gateway!"\n   }',
    ],
  ])("%j", (template, querystring, text) => {
    expect(render(template, params({ querystring }))).toBe(text);
  });

  it("the passthrough of all parameters", () => {
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
"context" : { "stage" : "$context.stage", "source-ip" : "$context.identity.sourceIp" }
}`;
    const sent = { path: { id: "7" }, querystring: { a: 'x"y', b: "" }, header: { Accept: "*/*" } };
    const text = render(template, {
      body: '{"n":1}',
      params: sent,
      stageVariables: { table: "t" },
      context: { stage: "prod", identity: { sourceIp: "::1" } },
    });
    expect(JSON.parse(text)).toEqual({
      "body-json": { n: 1 },
      params: sent,
      "stage-variables": { table: "t" },
      context: { stage: "prod", "source-ip": "::1" },
    });
  });
});
