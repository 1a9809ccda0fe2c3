import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Behaviours, compile, type RenderInput, TemplateError } from "../src/index.ts";

/** Cases of the real Velocity 1.7, kept beside the repository; a clone without them skips this test. */
const file = new URL("../../../../shared/velocity-cases/cases.json", import.meta.url);

interface Case {
  readonly id: string;
  readonly template: string;
  readonly fixture: Readonly<Record<string, unknown>>;
  readonly output?: string;
  readonly error?: string;
  readonly plain: boolean;
  readonly nullref?: boolean;
}

/** Velocity prints a null reference's source, API Gateway nothing: the one rule that these cases tell apart. */
const velocity: Partial<Behaviours> = { nullReference: "source" };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function last(value: unknown): string {
  return String(Array.isArray(value) ? value.at(-1) : value);
}

function texts(value: unknown): Readonly<Record<string, string>> {
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, last(text)]))
    : {};
}

function inputOf(fixture: Case["fixture"]): RenderInput {
  const context = fixture["context"];
  return {
    body: typeof fixture["body"] === "string" ? fixture["body"] : "",
    params: {
      path: texts(fixture["path"]),
      querystring: texts(fixture["querystring"]),
      header: texts(fixture["header"]),
    },
    context: isRecord(context) ? context : {},
    stageVariables: texts(fixture["stageVariables"]),
  };
}

function outcome(test: Case, behaviours: Partial<Behaviours>): string | undefined {
  try {
    return compile(test.template, behaviours).render(inputOf(test.fixture)).text;
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

describe.skipIf(!existsSync(file))("the cases of Velocity 1.7", () => {
  const cases: readonly Case[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];

  it.each([
    {
      name: "plain, no null reference, as API Gateway",
      behaviours: {},
      only: (each: Case) => each.plain && each.nullref !== true,
    },
    { name: "all, null references as Velocity prints them", behaviours: velocity, only: () => true },
  ])("match: $name", ({ name, behaviours, only }) => {
    const chosen = cases.filter(only);
    const wrong = chosen.filter((each) => outcome(each, behaviours) !== each.output);
    process.stdout.write(`${name}: ${chosen.length - wrong.length} of ${chosen.length}\n`);
    for (const each of wrong) {
      process.stdout.write(
        `  ${each.id}: ${JSON.stringify(each.template.slice(0, 200))}\n    expected ${JSON.stringify(each.output ?? each.error)}\n    got      ${JSON.stringify(outcome(each, behaviours))}\n`,
      );
    }
    expect(wrong.map((each) => each.id)).toEqual([]);
  });
});
