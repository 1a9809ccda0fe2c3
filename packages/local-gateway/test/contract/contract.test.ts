import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { there } from "../fixtures/running-gateway.ts";
import { compare, type Difference, kinds, lineOf } from "./compare.ts";
import { type Endpoint, openEndpoint, target } from "./endpoint.ts";
import { type Exception, exceptions, isExcepted } from "./exceptions.ts";
import { type Played, play } from "./play.ts";
import { type Recording, readRecordings } from "./recorded.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";

interface Case {
  /** Such as `rest-api: list and delete`. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly recording: Recording;
}

const cases: readonly Case[] = [...readRecordings()].flatMap(([kind, recordings]) =>
  [...recordings].map(([name, recording]) => {
    const scenario = scenarios[kind]?.[name];
    if (scenario === undefined) throw new Error(`${kind}: ${name} was recorded, and no scenario plays it`);
    return { name: `${kind}: ${name}`, scenario, recording };
  }),
);

const accepted: readonly Exception[] = exceptions.filter(({ at }) => target !== "aws" || at === "aws too");
/** A REST API may be deleted every 30 seconds, and each deployment is waited for. */
const timeout = target === "aws" ? 4 * 3_600_000 : 60_000;

let endpoint: Endpoint | undefined;
beforeAll(async () => {
  endpoint = await openEndpoint();
});
afterAll(async () => {
  await Promise.all(plays.values());
  await endpoint?.clean();
  await endpoint?.close();
}, timeout);

const plays = new Map<string, Promise<Played>>();
const differing = new Map<string, readonly Difference[]>();

/** How the answers to a scenario, which is played once, differ from those recorded. */
async function played({ name, scenario, recording }: Case) {
  const begun = plays.get(name) ?? play(scenario, there(endpoint).world);
  plays.set(name, begun);
  const { answers, failure } = await begun;
  const differences = compare(recording.answers, answers);
  differing.set(name, differences);
  return { differences, failure };
}

describe.concurrent("the answers are AWS's", () => {
  test.for(cases)("$name", { timeout }, async (contract) => {
    const { differences, failure } = await played(contract);
    const left = differences.filter(
      (difference) => !accepted.some((exception) => isExcepted(exception, contract.name, difference)),
    );
    expect({ differences: left.map(lineOf), failure }).toEqual({ differences: [], failure: undefined });
  });
});

describe("the exceptions", () => {
  test("name a scenario and one of its answers each, once", () => {
    const named = exceptions.map(({ scenario, key, path }) => `${scenario}, ${key}, ${path}`);
    expect(named).toEqual([...new Set(named)]);
    const answers = cases.flatMap(({ name, recording }) =>
      Object.keys(recording.answers).map((key) => `${name}, ${key}`),
    );
    expect(answers).toEqual(
      expect.arrayContaining(exceptions.map(({ scenario, key }) => `${scenario}, ${key}`)),
    );
  });

  test.for(accepted)("are needed: $scenario, $key, $path, since $reason", { timeout }, async (exception) => {
    const contract = there(cases.find(({ name }) => name === exception.scenario));
    const { differences } = await played(contract);
    expect(differences.filter((difference) => isExcepted(exception, contract.name, difference))).not.toEqual(
      [],
    );
  });
});

describe("a recording", () => {
  test.for(cases)("of $name says when it was made, and by what", ({ recording }) => {
    expect(recording.recorded).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect(Date.parse(recording.recorded)).not.toBeNaN();
    expect(recording.from).not.toBe("");
  });

  test("has a use for everything that stands for what no two runs have in common", () => {
    const texts = JSON.stringify(cases.map(({ recording }) => recording.answers));
    const unused = [...kinds.keys()].filter((kind) => !new RegExp(`<${kind}[:>]`).test(texts));
    expect(unused).toEqual([]);
  });
});

test("every scenario has been recorded", () => {
  const written = Object.entries(scenarios).flatMap(([kind, named]) =>
    Object.keys(named).map((name) => `${kind}: ${name}`),
  );
  expect(written.toSorted()).toEqual(cases.map(({ name }) => name).toSorted());
});

test("nothing is left behind", { timeout }, async () => {
  await Promise.all(plays.values());
  const { clean, world } = there(endpoint);
  await clean();
  const { api, lambda } = world;
  const [apis, plans, keys, functions] = await Promise.all([
    api.getRestApis({ limit: 500 }),
    api.getUsagePlans({ limit: 500 }),
    api.getApiKeys({ limit: 500 }),
    lambda.listFunctions(),
  ]);
  const names = [apis, plans, keys].flatMap(({ items = [] }) => items.map(({ name = "unnamed" }) => name));
  names.push(...(functions.Functions ?? []).map(({ FunctionName = "unnamed" }) => FunctionName));
  // Elsewhere there may be what others made.
  expect(names.filter((name) => target === undefined || name.startsWith("contract-"))).toEqual([]);
});

afterAll(() => {
  const keysThatDiffer = [...differing].flatMap(([name, differences]) =>
    [...new Set(differences.map(({ key }) => key))].map((key) => `${name}, ${key}`),
  );
  const all = cases
    .filter(({ name }) => differing.has(name))
    .flatMap(({ recording }) => Object.keys(recording.answers));
  const equal = all.length - keysThatDiffer.length;
  console.log(`${equal} of ${all.length} answers equal, ${accepted.length} exceptions`);
});
