// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are mapping templates.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, TemplateError } from "../src/index.ts";
import { pieces } from "./pieces.ts";
import { render, request } from "./support.ts";

/** Every name that JavaScript's own objects answer to. */
const names = [
  ...new Set(
    [
      Object.prototype,
      Function.prototype,
      Array.prototype,
      String.prototype,
      Number.prototype,
      Boolean.prototype,
      BigInt.prototype,
      Map.prototype,
      Set.prototype,
      RegExp.prototype,
      Error.prototype,
      Object,
      Array,
      globalThis,
    ].flatMap((each) => Object.getOwnPropertyNames(each)),
  ),
].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));

/** Names that Java's values have, too, and so may print something. */
const javas: ReadonlySet<string> = new Set([
  ..."length toString substring indexOf lastIndexOf startsWith endsWith concat replace replaceAll split trim".split(
    " ",
  ),
  ..."repeat join charAt toLowerCase toUpperCase matches contains size get set add remove clear values keySet".split(
    " ",
  ),
  ..."isEmpty isNaN parseInt parseDouble valueOf equals hashCode codePointAt intern max min sum iterator".split(
    " ",
  ),
]);

const values = [
  '"text"',
  "5",
  "3000000000",
  "12345678901234567890",
  "2.5",
  "true",
  "[1]",
  '{"k": 1}',
  '{"k": 1}.keySet()',
  "$input",
  "$util",
  "$context",
  "$stageVariables",
  "$input.params()",
  "$input.path('$')",
  "$nope",
].filter((value) => !value.includes("}."));

/** A dot needs a letter after it; other names can only be keys. */
function dotted(owner: string, name: string): string {
  return name.startsWith("_") ? "" : `${owner}.${name}`;
}

describe("no name from a template reaches a JavaScript object", () => {
  it(`with ${names.length} names`, () => {
    expect(names.length).toBeGreaterThan(150);
    for (const name of names) {
      // As variables, members of maps and hosts, keys, and methods of every kind of value.
      expect(render(`$${name}|$!{${name}.constructor}|$!${name}[0]|${dotted(`$${name}`, name)}`)).toBe("|||");
      for (const value of values) {
        const property = render(`#set($v = ${value})${dotted("$!v", name)}$!v["${name}"]`);
        expect([name, value, property]).toEqual([name, value, ""]);
        if (javas.has(name) || name.startsWith("_")) continue;
        const call = render(
          `#set($v = ${value})$!v.${name}()$!v.${name}("x")$!v.${name}(1, "x")$!v.${name}($v)`,
        );
        expect([name, value, call]).toEqual([name, value, ""]);
      }
    }
  });

  it("nor through #set, $foreach and the request's own names", () => {
    const hostile = { path: { constructor: "p" }, querystring: { __proto__: "never" }, header: {} };
    expect(
      render("$input.params('constructor')|$input.params('toString')|$input.params('__proto__')|", {
        params: hostile,
      }),
    ).toBe("p|||");
    expect(render('#set($m = {})#set($m["__proto__"] = 1)#set($m["constructor"] = 2)$m [$m.toString]')).toBe(
      "{__proto__=1, constructor=2} []",
    );
    expect(render("#foreach($x in [1])$!foreach.constructor$!foreach['__proto__']$!foreach.call()#end")).toBe(
      "",
    );
    expect(
      render('#set($x["__proto__"].polluted = "yes")#set($input.constructor = 1)$!input.constructor'),
    ).toBe("");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("nor do overrides and JSON bodies pollute", () => {
    const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}';
    const template = compile(
      "$input.path('$').get('__proto__').polluted $input.json('$')#set($context.responseOverride.header['__proto__'] = 'x')",
    );
    expect(template.render(request({ body })).text).toBe(`true ${body}`);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

const template = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join("")),
  fc
    .array(fc.constantFrom(...pieces), { maxLength: 10 })
    .map((parts) => `#set($x = {"k": [1, "a"]})${parts.join("")}`),
);

describe("whatever the template", () => {
  it("nothing but a TemplateError is thrown, and a template renders the same twice", () => {
    fc.assert(
      fc.property(template, (source) => {
        try {
          const compiled = compile(source);
          const input = request({ body: '{"a":[1]}' });
          expect(compiled.render(input)).toEqual(compiled.render(input));
        } catch (error) {
          if (!(error instanceof TemplateError)) throw error;
          expect(error.line).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 4_000 },
    );
  });

  it("text without $, # and backslashes is printed as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = text.replace(/[$#\\]/g, "");
        expect(render(plain)).toBe(plain);
      }),
    );
  });

  it("a text between #[[ and ]]# is printed as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!`${text}]]#`.slice(0, -1).includes("]]#"));
        expect(render(`#[[${text}]]#`)).toBe(text);
      }),
    );
  });
});
