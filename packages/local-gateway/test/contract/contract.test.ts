import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { there } from "../running-gateway.ts";
import { compare, type Difference } from "./compare.ts";
import { type Endpoint, openEndpoint } from "./endpoint.ts";
import { type Exception, exceptions } from "./exceptions.ts";
import { type Played, play } from "./play.ts";
import { type Recording, readRecordings } from "./recorded.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/index.ts";

interface Case {
  readonly name: string;
  readonly scenario: Scenario | undefined;
  readonly recording: Recording;
}

const cases: readonly Case[] = [...readRecordings()].flatMap(([kind, recordings]) =>
  [...recordings].map(([name, recording]) => ({
    name: `${kind}: ${name}`,
    scenario: scenarios[kind]?.[name],
    recording,
  })),
);

let endpoint: Endpoint | undefined;
beforeAll(async () => {
  endpoint = await openEndpoint(process.env);
});
afterAll(() => endpoint?.close());

/** Slow deletes of AWS are the reason. */
const timeout = process.env["GATEWRIGHT_CONTRACT_ENDPOINT"] === "aws" ? 3 * 3_600_000 : 60_000;

const started = new Map<string, Promise<Played>>();
function played({ name, scenario }: Case): Promise<Played> {
  const before = started.get(name);
  if (before !== undefined) return before;
  const now = play(there(scenario), there(endpoint).world);
  started.set(name, now);
  return now;
}

const excepts = (exception: Exception, name: string, { key, path }: Difference) =>
  exception.scenario === name && exception.key === key && isWithin(path, exception.path);
const isWithin = (path: string, field: string) => path === field || /^[.[]/.test(path.replace(field, ""));

const accepted = () => (there(endpoint).isAws ? [] : exceptions);

describe.concurrent("answers as AWS did", () => {
  test.for(cases)("$name", { timeout }, async (contract) => {
    const { answers, failure } = await played(contract);
    const differences = compare(contract.recording.answers, answers).filter(
      (difference) => !accepted().some((exception) => excepts(exception, contract.name, difference)),
    );
    expect({ differences, failure }).toEqual({ differences: [], failure: undefined });
  });
});

describe("each exception is one", () => {
  test.for(accepted.length === 0 ? exceptions : [])(
    "$scenario, $key, $path: $reason",
    { timeout },
    async (exception) => {
      const contract = there(cases.find(({ name }) => name === exception.scenario));
      const differences = compare(contract.recording.answers, (await played(contract)).answers);
      expect(differences.filter((difference) => excepts(exception, contract.name, difference))).not.toEqual(
        [],
      );
    },
  );
});
