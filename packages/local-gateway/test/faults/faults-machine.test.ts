import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FaultDocument, FaultRule } from "../../src/faults/fault-document.ts";
import { initialState, type Occasion, step } from "../../src/faults/fault-machine.ts";

const call = (operation: string, service = "apigateway", ofStage = false): Occasion => ({
  kind: "call",
  service,
  operation,
  ofStage,
});

/** What befalls each occasion: the place of the rule that hits. */
const run = (document: FaultDocument, occasions: readonly Occasion[]): readonly (number | undefined)[] => {
  let state = initialState(document);
  return occasions.map((occasion) => {
    const taken = step(document, document.seed ?? 0, state, occasion);
    state = taken.state;
    return taken.hit?.index;
  });
};

const times = (count: number, occasion: Occasion) => Array.from({ length: count }, () => occasion);
const no = undefined;

describe("which calls a rule hits", () => {
  test.each<readonly [string, readonly FaultRule[], readonly Occasion[], readonly (number | undefined)[]]>([
    [
      "all of its operation",
      [{ operation: "PutMethod", fault: "throttle" }],
      [call("PutMethod"), call("GetMethod"), call("PutMethod")],
      [0, no, 0],
    ],
    ["the first few", [{ fault: "throttle", count: 2 }], times(4, call("GetMethod")), [0, 0, no, no]],
    [
      "those after the first few",
      [{ fault: "throttle", after: 2, count: 1 }],
      times(4, call("GetMethod")),
      [no, no, 0, no],
    ],
    [
      "those of one service",
      [{ operation: "lambda:TagResource", fault: "throttle" }],
      [call("TagResource"), call("TagResource", "lambda")],
      [no, 0],
    ],
    [
      "all of one service",
      [{ operation: "iam:*", fault: "throttle" }],
      [call("TagResource"), call("CreateRole", "iam")],
      [no, 0],
    ],
    [
      "first come first served, and a rule is not asked what another has decided",
      [
        { operation: "PutMethod", fault: "throttle", count: 1 },
        { operation: "*", fault: "internalError", count: 1 },
      ],
      times(3, call("PutMethod")),
      [0, 1, no],
    ],
    [
      "only what the fault can befall",
      [{ fault: "halfway" }],
      [call("PutMethod"), call("PutRestApi")],
      [no, 0],
    ],
    [
      "conflicts, only of what changes something",
      [{ fault: "conflict" }],
      [call("GetMethod"), call("ListRoles", "iam"), call("PutMethod"), call("TagResource", "lambda")],
      [no, no, 0, 0],
    ],
    [
      "a delay of propagation, only calls of a stage",
      [{ fault: "propagationDelay", milliseconds: 1 }],
      [call("CreateDeployment"), call("CreateDeployment", "apigateway", true)],
      [no, 0],
    ],
    [
      "environments, and no calls",
      [{ fault: "coldStart", function: "f", milliseconds: 1 }],
      [
        call("Invoke", "lambda"),
        { kind: "environment", functionName: "g" },
        { kind: "environment", functionName: "f" },
      ],
      [no, no, 0],
    ],
    [
      "no environments by a rule for all calls",
      [{ fault: "throttle" }],
      [{ kind: "environment", functionName: "f" }],
      [no],
    ],
  ])("%s", (_what, rules, occasions, hits) => {
    expect(run({ rules }, occasions)).toEqual(hits);
  });
});

const operations = ["PutMethod", "PutRestApi", "CreateDeployment", "TagResource"];
const occasion: fc.Arbitrary<Occasion> = fc.oneof(
  fc.record({
    kind: fc.constant("call" as const),
    service: fc.constantFrom("apigateway", "lambda"),
    operation: fc.constantFrom(...operations),
    ofStage: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("environment" as const), functionName: fc.constantFrom("f", "g") }),
);
const when = {
  after: fc.nat(3),
  count: fc.integer({ min: 1, max: 5 }),
  rate: fc.double({ min: 0.01, max: 1, noNaN: true }),
};
const rule: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.record(
    {
      fault: fc.constantFrom("internalError", "conflict"),
      operation: fc.constantFrom("*", ...operations),
      ...when,
    },
    { requiredKeys: ["fault"] },
  ),
  fc.record(
    { fault: fc.constant("coldStart" as const), milliseconds: fc.nat(9), ...when },
    { requiredKeys: ["fault", "milliseconds"] },
  ),
);
const seed = fc.nat(2 ** 32 - 1);
const document = fc.record({ seed, rules: fc.array(rule, { maxLength: 4 }) });

describe("laws", () => {
  test("the same seed and calls have the same faults, and what has happened is not changed", () => {
    fc.assert(
      fc.property(document, fc.array(occasion, { maxLength: 30 }), (doc, occasions) => {
        const state = initialState(doc);
        const before = JSON.stringify(state);
        for (const one of occasions) step(doc, doc.seed, state, one);
        expect(JSON.stringify(state)).toBe(before);
        expect(run(doc, occasions)).toEqual(run(doc, occasions));
      }),
    );
  });

  test("what others call does not change a rule's luck", () => {
    fc.assert(
      fc.property(seed, fc.array(occasion, { maxLength: 30 }), when.rate, (chosen, occasions, rate) => {
        const doc = { seed: chosen, rules: [{ operation: "PutMethod", fault: "conflict", rate }] } as const;
        const isOwn = (one: Occasion) => one.kind === "call" && one.operation === "PutMethod";
        const all = run(doc, occasions).filter((_hit, index) => isOwn(occasions[index] ?? call("")));
        expect(all).toEqual(run(doc, occasions.filter(isOwn)));
      }),
    );
  });

  test("a rule hits at most as often as its count, and never before its turn", () => {
    fc.assert(
      fc.property(document, fc.array(occasion, { maxLength: 40 }), (doc, occasions) => {
        const hits = run(doc, occasions);
        for (const [index, { count = Number.POSITIVE_INFINITY }] of doc.rules.entries()) {
          expect(hits.filter((hit) => hit === index).length).toBeLessThanOrEqual(count);
        }
      }),
    );
  });

  test("a rate is about that part of the calls, another seed has others, and so has another rule", () => {
    const calls = times(4000, call("PutMethod"));
    const hitsOf = (chosen: number, rate: number) =>
      run({ seed: chosen, rules: [{ fault: "conflict", rate }] }, calls);
    for (const rate of [0.05, 0.5, 0.9]) {
      for (const chosen of [0, 1, 2, 0xffffffff]) {
        const part = hitsOf(chosen, rate).filter((hit) => hit === 0).length / calls.length;
        expect(Math.abs(part - rate)).toBeLessThan(0.04);
      }
    }
    expect(hitsOf(1, 0.5)).not.toEqual(hitsOf(2, 0.5));
    const twoRules = run(
      {
        seed: 1,
        rules: [
          { fault: "conflict", rate: 0.5 },
          { fault: "conflict", rate: 0.5 },
        ],
      },
      calls,
    );
    // Of what the first lets pass, the second hits half.
    expect(Math.abs(twoRules.filter((hit) => hit === 1).length / calls.length - 0.25)).toBeLessThan(0.04);
  });
});
