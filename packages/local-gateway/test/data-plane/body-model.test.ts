import { describe, expect, it } from "vitest";
import { faultOf } from "../../src/data-plane/method-request/body-model.ts";
import { stage } from "../fixtures/data-plane.ts";

async function faultIn(schema: object, body: unknown, others: Readonly<Record<string, object>> = {}) {
  const models = Object.entries({ M: schema, ...others }).map(([name, each]) => ({
    name,
    schema: JSON.stringify(each),
  }));
  const deployed = stage();
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const fault = await faultOf(Buffer.from(text), "M", {
    ...deployed,
    snapshot: { ...deployed.snapshot, models },
  });
  return fault?.validationErrorString;
}

describe("what is wrong with a body is said in the words of json-schema-validator", () => {
  const other = "https://apigateway.amazonaws.com/restapis/abcdefghij/models/Other";
  it.each<[schema: object, body: unknown, expected: string | undefined]>([
    [
      { type: "number" },
      '"x"',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [
      { type: ["string", "null"] },
      1,
      'instance type (integer) does not match any allowed primitive type (allowed: ["null","string"])',
    ],
    [{ required: ["b", "a", "c"] }, { c: 1 }, 'object has missing required properties (["a","b"])'],
    [{ enum: ["a", 1] }, 2, 'instance value (2) not found in enum (possible values: ["a",1])'],
    [{ minimum: 2 }, 1, "numeric instance is lower than the required minimum (minimum: 2, found: 1)"],
    [
      { minimum: 2, exclusiveMinimum: true },
      2,
      "numeric instance is not strictly greater than the required minimum 2",
    ],
    [{ maximum: 2 }, 2.5, "numeric instance is greater than the required maximum (maximum: 2, found: 2.5)"],
    [
      { maximum: 2, exclusiveMaximum: true },
      2,
      "numeric instance is not strictly lower than the required maximum 2",
    ],
    [{ multipleOf: 2 }, 3, "remainder of division is not zero (3 / 2)"],
    [{ minLength: 2 }, '"é"', 'string "é" is too short (length: 1, required minimum: 2)'],
    [{ maxLength: 1 }, '"😀😀"', 'string "😀😀" is too long (length: 2, maximum allowed: 1)'],
    [{ pattern: "^a\\d$" }, '"b\\""', 'ECMA 262 regex "^a\\d$" does not match input string "b""'],
    [{ minItems: 1 }, [], "array is too short: must have at least 1 elements but instance has 0 elements"],
    [{ maxItems: 1 }, [1, 2], "array is too long: must have at most 1 elements but instance has 2 elements"],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      "array must not contain duplicate elements",
    ],
    [
      { items: [{}], additionalItems: false },
      [1, 2],
      "schema only allows 1 elements in array but instance has 2 elements",
    ],
    [{ minProperties: 1 }, {}, "object has too few properties (found 0 but schema requires at least 1)"],
    [
      { maxProperties: 0 },
      { a: 1 },
      "object has too many properties (found 1 but schema requires at most 0)",
    ],
    [
      { additionalProperties: false, properties: { a: {} }, patternProperties: { "^x": {} } },
      { a: 1, x1: 1, c: 1, b: 1 },
      'object instance has properties which are not allowed by the schema: ["b","c"]',
    ],
    [
      { dependencies: { a: ["b", "c"] } },
      { a: 1, c: 1 },
      'property "a" of object has missing property dependencies (schema requires ["b","c"]; missing: ["b"])',
    ],
    [
      { dependencies: { a: { required: ["d"] } } },
      { a: 1 },
      'object has missing required properties (["d"])',
    ],
    [
      { allOf: [{}, { type: "null" }] },
      1,
      "instance failed to match all required schemas (matched only 1 out of 2)",
    ],
    [
      { anyOf: [{ type: "null" }, { minimum: 2 }] },
      1,
      "instance failed to match at least one required schema among 2",
    ],
    [{ oneOf: [{}, { minimum: 1 }] }, 1, "instance failed to match exactly one schema (matched 2 out of 2)"],
    [{ not: {} }, 1, "instance matched a schema which it should not have"],
    [{ properties: { o: { $ref: other } } }, { o: {} }, 'object has missing required properties (["s"])'],
    [
      { properties: { o: { $ref: `${other}#/properties/s` } } },
      { o: 1 },
      'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
    ],
  ])("%j and %j", async (schema, body, expected) => {
    const others = { Other: { required: ["s"], properties: { s: { type: "string" } } } };
    expect(await faultIn(schema, body, others)).toBe(`[${expected}]`);
  });

  it("all of what is wrong with one object, then with the members of it by their names", async () => {
    const text = { type: "string", minLength: 2 };
    const schema = {
      type: "object",
      maxProperties: 2,
      required: ["z"],
      properties: { b: text, a: text, deep: { properties: { c: { type: "string" } } } },
    };
    expect(await faultIn(schema, { a: 1, b: 1, c: 1 })).toBe(
      '[object has too many properties (found 3 but schema requires at most 2), object has missing required properties (["z"])]',
    );
    expect(
      await faultIn({ ...schema, maxProperties: 9, required: [] }, { b: "x", a: 1, deep: { c: 1 } }),
    ).toBe(
      '[instance type (integer) does not match any allowed primitive type (allowed: ["string"]), string "x" is too short (length: 1, required minimum: 2)]',
    );
  });
});

describe("a format", () => {
  it.each<[format: string, valid: string[], invalid: string[]]>([
    ["email", ["a@b", "a.b+c@d-e.fr", '"a b"@c.de'], ["a", "@b", "a@", "a b@c", "a@b..c", "a@b c", "a..b@c"]],
    [
      "date-time",
      ["2024-02-29T23:59:59Z", "2024-01-01T00:00:00.123456789+01:00", "0099-01-01T00:00:00Z"],
      [
        "2023-02-29T00:00:00Z",
        "2024-01-01",
        "2024-01-01 00:00:00Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00",
      ],
    ],
    ["ipv4", ["127.0.0.1"], ["127.0.0", "256.0.0.1", "::1"]],
    ["ipv6", ["::1", "2001:db8::"], ["127.0.0.1", "fe80::1%eth0", "g::"]],
    ["hostname", ["example.com", "localhost"], ["-a.b", "a..b", "a b", ""]],
    [
      "uri",
      ["https://a/b?c=%20#d", "x", "mailto:a@b", "http://[::1]/"],
      ["a b", "http://a/%zz", "<x>", "1:x", "a#b#c"],
    ],
    ["int32", ["anything"], []],
    ["constructor", ["anything"], []],
  ])("%s", async (format, valid, invalid) => {
    for (const text of valid)
      expect([text, await faultIn({ format }, JSON.stringify(text))]).toEqual([text, undefined]);
    for (const text of invalid)
      expect([text, await faultIn({ format }, JSON.stringify(text))]).toEqual([
        text,
        expect.stringContaining(text),
      ]);
    expect(await faultIn({ format }, 1)).toBeUndefined();
  });
});

describe("a model", () => {
  it.each<[schema: object, body: unknown]>([
    [{ multipleOf: 0.01 }, 19.99],
    [{ properties: { id: { type: "string" }, $ref: { type: "string" } } }, { id: "x", $ref: "y" }],
    [{ properties: { required: { type: "array" }, type: { type: "string" } } }, { required: [], type: "x" }],
    [{ type: "object", properties: { a: { type: "integer" } } }, '{"a":1,"a":2}'],
    [
      { id: "http://else.where/", properties: { a: { $ref: "#/definitions/a" } }, definitions: { a: {} } },
      { a: 1 },
    ],
    [{ properties: { a: { $ref: "#" } } }, { a: { a: {} } }],
    [{ nullable: true, example: 1, discriminator: "x" }, 1],
    [
      {
        const: 2,
        if: { maximum: 0 },
        else: { minimum: 2 },
        contains: { minimum: 2 },
        propertyNames: { maxLength: 0 },
      },
      1,
    ],
    [{ properties: { nullable: { type: "string" }, const: { type: "string" }, id: {} } }, { id: 1 }],
  ])("%j takes %j", async (schema, body) => {
    expect(await faultIn(schema, body)).toBeUndefined();
  });

  it.each<[pattern: string, text: string, isFound: boolean]>([
    ["^(a+)+$", "aaa", true],
    ["^(a+)+$", "aaa\n", false],
    ["(a|b)*c", "xxabcxx", true],
    ["^([a-z]+[0-9]?)+$", "abc1d", true],
    ["^(a+)+$", `${"a".repeat(50)}!`, false],
    ["^(a|a)*$", `${"a".repeat(50)}!`, false],
    ["^((a*))*$", `${"a".repeat(50)}!`, false],
    ["^[^]*(x+)+$", "\nxx", true],
  ])("decides on pattern %s of %j", async (pattern, text, isFound) => {
    const said = await faultIn({ pattern }, JSON.stringify(text));
    expect(said === undefined).toBe(isFound);
  });

  it("is held against a body of many items, all alike or all wrong, in a time that a caller can wait for", async () => {
    const alike = JSON.stringify(Array.from({ length: 100_000 }, (_, a) => ({ a })));
    expect(await faultIn({ uniqueItems: true }, alike)).toBeUndefined();
    const fault = await faultIn({ items: { type: "string" } }, alike);
    expect(fault?.split("instance type").length).toBe(101);
  });
});

it("null is no text, whatever OpenAPI calls nullable", async () => {
  expect(await faultIn({ properties: { a: { type: "string", nullable: true } } }, { a: null })).toMatch(
    "instance type (null)",
  );
  expect(await faultIn({ properties: { nullable: { type: "string" } } }, { nullable: 1 })).toMatch(
    "instance type (integer)",
  );
});
