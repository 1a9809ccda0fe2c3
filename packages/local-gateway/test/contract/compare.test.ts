import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, type Difference, lineOf } from "./compare.ts";
import type { Json } from "./json.ts";

const uuid = "8f14e45f-ceea-467f-a0e6-92b5e1c3f0a1";

/** The differences of one answer. */
const of = (recorded: Json, answered: Json): readonly Omit<Difference, "key">[] =>
  compare({ answer: recorded }, { answer: answered }).map(({ key: _key, ...difference }) => difference);

describe("compare", () => {
  const found: readonly (readonly [
    what: string,
    recorded: Json,
    answered: Json,
    ...Omit<Difference, "key">[],
  ])[] = [
    ["a value", { a: 1 }, { a: 2 }, { path: "$.a", recorded: 1, answered: 2 }],
    ["a kind of value", { a: "1" }, { a: 1 }, { path: "$.a", recorded: "1", answered: 1 }],
    ["a member that is not answered", { a: 1, b: 2 }, { a: 1 }, { path: "$.b", recorded: 2 }],
    ["a member that was not recorded", { a: 1 }, { a: 1, b: null }, { path: "$.b", answered: null }],
    ["null and nothing", { a: null }, {}, { path: "$.a", recorded: null }],
    ["an object for a list", { a: [] }, { a: {} }, { path: "$.a", recorded: [], answered: {} }],
    ["the end of a list", [1, 2], [1], { path: "$[1]", recorded: 2 }],
    [
      "the order of a list",
      [1, 2],
      [2, 1],
      { path: "$[0]", recorded: 1, answered: 2 },
      { path: "$[1]", recorded: 2, answered: 1 },
    ],
    [
      "a member with another name than most",
      { "a/b": 1 },
      { "a/b": 2 },
      { path: '$["a/b"]', recorded: 1, answered: 2 },
    ],
    ["upper case", "Name", "name", { path: "$", recorded: "Name", answered: "name" }],
    ["white space at the end", "text", "text\n", { path: "$", recorded: "text", answered: "text\n" }],
  ];
  test.for(found)("finds %s", ([, recorded, answered, ...differences]) => {
    expect(of(recorded, answered)).toEqual(differences);
  });

  test.for<readonly [what: string, recorded: Json, answered: Json]>([
    ["an id", "<id>", "a1b2c3d4e5"],
    ["an id in a text", "restapis/<id:api>/models", "restapis/a1b2c3d4e5/models"],
    ["the same id again", ["<id:1>", "of <id:1>"], ["a1b2c3", "of a1b2c3"]],
    ["the same id twice in a text", "<id:1> is <id:1>", "a1b2c3 is a1b2c3"],
    ["a time", "<time>", "2026-01-02T03:04:05.678Z"],
    ["a request id", "<uuid>", uuid],
    [
      "an account and a Region",
      "arn:aws:lambda:<region:own>:<account:own>:function:f",
      "arn:aws:lambda:us-east-1:123456789012:function:f",
    ],
    ["a loopback address", "http://<host>/", "http://127.0.0.1:4566/"],
    ["milliseconds as a number", "<milliseconds>", 12],
    ["a value that was not kept", { a: "<unrecorded>" }, { a: [1] }],
    ["text of the JSON that was recorded", { a: { b: [1] } }, { a: '{ "b": [1] }' }],
    ["text in angle brackets", "<html> <b>", "<html> <b>"],
  ])("takes for equal: %s", ([, recorded, answered]) => {
    expect(of(recorded, answered)).toEqual([]);
  });

  test.for<readonly [what: string, recorded: Json, answered: Json]>([
    ["an id that is none", "<id>", "A B"],
    ["an id that was another before", ["<id:1>", "<id:1>"], ["a1b2c3", "d4e5f6"]],
    ["one id for two", ["<id:1>", "<id:2>"], ["a1b2c3", "a1b2c3"]],
    ["one id for two in a text", "<id:1> and <id:2>", "a1b2c3 and a1b2c3"],
    ["a number for an id", "<id>", 12345],
    ["the text around an id", "Invalid id <id>", "invalid id a1b2c3"],
    ["no value where one was not kept", { a: "<unrecorded>" }, {}],
    ["text that is no JSON", { a: { b: [1] } }, { a: "{ b: [1] }" }],
    ["a kind that there is not", "<something>", "else"],
  ])("takes for different: %s", ([, recorded, answered]) => {
    expect(of(recorded, answered)).toHaveLength(1);
  });

  test("holds ids together across answers, and finds answers that were not given", () => {
    const recorded = { create: { id: "<id:1>" }, get: { id: "<id:1>" }, delete: {} };
    const answered = { create: { id: "a1b2c3" }, get: { id: "d4e5f6" }, list: [] };
    expect(compare(recorded, answered)).toEqual([
      { key: "get", path: "$.id", recorded: "<id:1>", answered: "d4e5f6" },
      { key: "delete", path: "$", recorded: {} },
      { key: "list", path: "$", answered: [] },
    ]);
  });

  test("is printed a field a line", () => {
    const differences = compare({ get: { a: "b", c: 1 } }, { get: { a: ["b"] } });
    expect(differences.map(lineOf)).toEqual([
      'get $.a: recorded "b", answered ["b"]',
      "get $.c: recorded 1, answered nothing",
    ]);
  });

  const json = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));
  test("finds nothing between an answer and itself", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(of(value, value)).toEqual([]);
      }),
    );
  });

  test("finds any one change, wherever it is, and nothing else", () => {
    const changed = fc.record({
      path: fc.array(fc.oneof(fc.nat(3), fc.stringMatching(/^[a-z]{1,3}$/)), { maxLength: 4 }),
      before: fc.integer(),
      beside: json,
    });
    fc.assert(
      fc.property(changed, ({ path, before, beside }) => {
        const around = (value: Json): Json =>
          path.reduceRight<Json>(
            (inner, at) =>
              typeof at === "number"
                ? [...Array.from({ length: at }, () => beside), inner]
                : { ...(at !== "zzzz" && { zzzz: beside }), [at]: inner },
            value,
          );
        const where = path.map((at) => (typeof at === "number" ? `[${at}]` : `.${at}`)).join("");
        expect(of(around(before), around(before + 1))).toEqual([
          { path: `$${where}`, recorded: before, answered: before + 1 },
        ]);
      }),
    );
  });
});
