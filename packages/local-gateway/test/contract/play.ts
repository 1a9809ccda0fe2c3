import type { AnswersByKey } from "./compare.ts";
import { type Json, toJson } from "./json.ts";
import type { Run, Scenario } from "./scenario.ts";

export interface Played {
  readonly answers: AnswersByKey;
  /** What ended the scenario before its last call, if anything did. */
  readonly failure?: unknown;
}

/** Plays a scenario and returns its answers by key: all of them, or those up to where it could not go on. */
export async function play(scenario: Scenario, world: Omit<Run, "of" | "keep">): Promise<Played> {
  const answers: Record<string, Json> = {};
  const keep = (key: string, answer: unknown) => {
    if (key in answers) throw new Error(`the scenario answers ${key} twice`);
    answers[key] = toJson(answer);
  };
  const of = async <T extends object>(key: string, call: Promise<T>): Promise<Partial<T>> => {
    try {
      const answer = await call;
      keep(key, { status: statusOf(answer), answer });
      return answer;
    } catch (error) {
      if (!(error instanceof Error) || !("$metadata" in error)) throw error;
      keep(key, { status: statusOf(error), code: error.name, message: error.message });
      return {};
    }
  };
  try {
    await scenario({ ...world, of, keep });
    return { answers };
  } catch (failure) {
    return { answers, failure };
  }
}

function statusOf(answer: object): unknown {
  const metadata: unknown = Reflect.get(answer, "$metadata");
  return typeof metadata === "object" && metadata !== null
    ? Reflect.get(metadata, "httpStatusCode")
    : undefined;
}
