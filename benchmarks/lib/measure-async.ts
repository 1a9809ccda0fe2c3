import { setTimeout } from "node:timers/promises";
import { median } from "./measure.ts";

/** Something asynchronous that is timed, one call after the other. */
export interface AsyncContestant<Argument> {
  readonly name: string;
  /** Makes what the next call gets, outside of the clock. */
  readonly prepare: () => Argument;
  readonly run: (argument: Argument) => unknown;
}

export interface AsyncTiming {
  readonly name: string;
  /** Median over the rounds, of one call. */
  readonly nanoseconds: number;
  /** Median over the rounds of how many times the first contestant's time a call takes in the same round. */
  readonly ratio: number;
}

/**
 * Times all contestants in interleaved rounds. Each round starts by another one, and between two contestants the
 * event loop turns.
 */
export async function measureAsync<Argument>(
  contestants: readonly AsyncContestant<Argument>[],
  { rounds, slice, warmUp }: { readonly rounds: number; readonly slice: number; readonly warmUp: number },
): Promise<readonly AsyncTiming[]> {
  for (const contestant of contestants) await callFor(contestant, warmUp);
  const samples = contestants.map(() => [] as number[]);
  for (let round = 0; round < rounds; round += 1) {
    for (const offset of contestants.keys()) {
      const index = (round + offset) % contestants.length;
      const contestant = contestants[index];
      if (contestant === undefined) continue;
      // Timers that the one before has left behind end now.
      await setTimeout(1);
      samples[index]?.push(await callFor(contestant, slice));
    }
  }
  const [first = []] = samples;
  return contestants.map(({ name }, index) => {
    const own = samples[index] ?? [];
    return {
      name,
      nanoseconds: median(own),
      ratio: median(own.map((sample, round) => sample / (first[round] ?? Number.NaN))),
    };
  });
}

/** Arguments are made in batches that a young generation holds. */
const batch = 64;

/** Nanoseconds a call, over a while on the clock. */
async function callFor<Argument>({ prepare, run }: AsyncContestant<Argument>, milliseconds: number) {
  let calls = 0;
  let taken = 0;
  while (taken < milliseconds) {
    const prepared = Array.from({ length: batch }, prepare);
    const begin = performance.now();
    for (const argument of prepared) await run(argument);
    taken += performance.now() - begin;
    calls += batch;
  }
  return (taken * 1e6) / calls;
}
