import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operationsOf } from "../../src/faults/fault-document.ts";
import { initialState, step } from "../../src/faults/fault-machine.ts";
import { knownOperations } from "../../src/faults/known-operations.ts";
import { readFaultDocument } from "../../src/faults/read-fault-document.ts";
import { GatewayError } from "../../src/gateway-error.ts";

const known = await knownOperations();

const problemsOf = (value: unknown): readonly string[] => {
  try {
    readFaultDocument(value, known);
    return [];
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    expect(error.code).toBe("FaultsInvalid");
    return error.message.split("\n");
  }
};

test.each<unknown>([
  { rules: [] },
  { seed: 0, rules: [{ fault: "throttle" }] },
  { seed: 2 ** 32 - 1, rules: [{ operation: "*", fault: "internalError", rate: 1 }] },
  { rules: [{ operation: "PutMethod", fault: "throttle", after: 0, count: 1, retryAfterSeconds: 0 }] },
  { rules: [{ operation: "lambda:TagResource", fault: "conflict", rate: 0.001 }] },
  { rules: [{ operation: "iam:*", fault: "timeoutBefore", milliseconds: 3_600_000 }] },
  { rules: [{ operation: "CreateFunction", fault: "timeoutAfter" }] },
  {
    rules: [
      { fault: "coldStart", milliseconds: 10 },
      { fault: "coldStart", function: "f", milliseconds: 10 },
    ],
  },
  {
    rules: [
      { operation: "PutRestApi", fault: "halfway" },
      { operation: "*", fault: "halfway" },
    ],
  },
  { rules: [{ operation: "UpdateStage", fault: "propagationDelay", milliseconds: 1 }] },
  { rules: [{ fault: "updating", milliseconds: 0 }] },
])("%j is a document of faults", (document) => {
  expect(problemsOf(document)).toEqual([]);
});

describe("what is no document of faults is said with its place, and what to write", () => {
  test.each<readonly [unknown, string | RegExp]>([
    [null, /^The faults are not an object\. Write \{"rules":/],
    [[], /^The faults are not an object/],
    ["x", /^The faults are not an object/],
    [{}, /^rules is not a list of rules\. Write /],
    [{ rules: {} }, /^rules is not a list of rules/],
    [{ rules: [], sed: 1 }, 'The document has no "sed": it takes seed, rules.'],
    [{ rules: [], seed: -1 }, "seed is -1, which is not a whole number from 0 to 4294967295."],
    [{ rules: [], seed: "1" }, 'seed is "1", which is not a whole number from 0 to 4294967295.'],
    [{ rules: [7] }, /^rules\[0\] is not an object/],
    [{ rules: [{}] }, /^rules\[0\]\.fault is missing\. Write one of throttle, internalError, /],
    [{ rules: [{ fault: "throtle" }] }, /^rules\[0\]\.fault is "throtle", which is no fault/],
    [{ rules: [{ fault: "constructor" }] }, /^rules\[0\]\.fault is "constructor", which is no fault/],
    [
      { rules: [{ fault: "conflict", milliseconds: 1 }] },
      'rules[0], a rule of conflict, has no "milliseconds": it takes fault, after, count, rate, operation.',
    ],
    [
      { rules: [{ fault: "throttle", count: 0 }] },
      /^rules\[0\]\.count is 0, which is not a whole number from 1/,
    ],
    [
      { rules: [{ fault: "throttle", after: 1.5 }] },
      /^rules\[0\]\.after is 1\.5, which is not a whole number/,
    ],
    [
      { rules: [{ fault: "throttle", rate: 0 }] },
      "rules[0].rate is 0, which is not a number above 0 and up to 1.",
    ],
    [{ rules: [{ fault: "throttle", rate: 1.1 }] }, /^rules\[0\]\.rate is 1\.1/],
    [{ rules: [{ fault: "updating" }] }, "rules[0].milliseconds is missing: updating needs it."],
    [
      { rules: [{ fault: "timeoutBefore", milliseconds: "1s" }] },
      'rules[0].milliseconds is "1s", which is not a whole number from 0 to 3600000.',
    ],
    [{ rules: [{ fault: "coldStart", milliseconds: 1, operation: "Invoke" }] }, /has no "operation"/],
    [
      { rules: [{ fault: "throttle" }, { fault: "throttle", operation: "putMethod" }] },
      'rules[1].operation: "putMethod" is no operation of this gateway (PutMethod is). Write AWS\'s name of one, or * for all.',
    ],
    [{ rules: [{ fault: "throttle", operation: "PutMethodd" }] }, /\(PutMethod is\)/],
    [
      { rules: [{ fault: "throttle", operation: "lambda:PutMethod" }] },
      /^rules\[0\]\.operation: "lambda:PutMethod"/,
    ],
    [
      { rules: [{ fault: "throttle", operation: "s3:GetObject" }] },
      'rules[0].operation: "s3" is no service. Write one of apigateway, lambda, iam, sts, logs.',
    ],
    [{ rules: [{ fault: "throttle", operation: "__proto__:x" }] }, /is no service/],
    [
      { rules: [{ fault: "halfway", operation: "PutMethod" }] },
      /^rules\[0\]\.operation: halfway cannot befall PutMethod\. Write one of PutRestApi, ImportRestApi, /,
    ],
    [
      { rules: [{ fault: "conflict", operation: "GetMethod" }] },
      /^rules\[0\]\.operation: conflict cannot befall GetMethod\. Write one of those that change something/,
    ],
    [{ rules: [{ fault: "throttle", operation: 7 }] }, "rules[0].operation is 7, which is not a name."],
  ])("%j", (document, problem) => {
    const problems = problemsOf(document);
    expect(problems).toHaveLength(1);
    if (typeof problem === "string") expect(problems[0]).toBe(problem);
    else expect(problems[0]).toMatch(problem);
  });

  test("all of it at once", () => {
    expect(problemsOf({ seed: 0.5, rules: [{ fault: "x" }, { fault: "updating", rate: 2 }] })).toHaveLength(
      4,
    );
  });
});

test("anything else is refused with problems, and what is taken can be run", () => {
  const member = fc.oneof(
    fc.constantFrom<unknown>(
      "throttle",
      "coldStart",
      "halfway",
      "*",
      "PutMethod",
      "lambda:*",
      0,
      1,
      0.5,
      -1,
      1e10,
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const names = [
    "fault",
    "operation",
    "function",
    "after",
    "count",
    "rate",
    "milliseconds",
    "__proto__",
  ] as const;
  const rule = fc
    .array(fc.tuple(fc.constantFrom(...names), member), { maxLength: 4 })
    .map((entries) =>
      JSON.parse(`{${entries.map(([name, value]) => `"${name}":${JSON.stringify(value)}`)}}`),
    );
  const document = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record(
      { seed: member, rules: fc.array(fc.oneof(rule, member), { maxLength: 3 }) },
      { requiredKeys: ["rules"] },
    ),
    fc.record({
      rules: fc.array(
        rule.map((one: object) => ({ ...one, fault: "throttle" })),
        { maxLength: 3 },
      ),
    }),
  );
  fc.assert(
    fc.property(document, (value) => {
      const problems = problemsOf(value);
      for (const problem of problems) expect(problem).toMatch(/\S/);
      if (problems.length > 0) return;
      const taken = readFaultDocument(value, known);
      const occasion = {
        kind: "call",
        service: "apigateway",
        operation: "PutMethod",
        ofStage: false,
      } as const;
      const { state } = step(taken, taken.seed ?? 0, initialState(taken), occasion);
      expect(state).toHaveLength(taken.rules.length);
    }),
    { numRuns: 500 },
  );
});

test("the operations that a fault can befall are operations of API Gateway", () => {
  for (const operations of Object.values(operationsOf)) {
    for (const operation of operations) expect(known["apigateway"]).toContain(operation);
  }
});
