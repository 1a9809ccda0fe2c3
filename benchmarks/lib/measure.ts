/** Something that is timed; it is given the number of the call, so that no two calls in a row need be alike. */
export interface Contestant {
  readonly name: string;
  readonly run: (call: number) => unknown;
}

export interface Timing {
  readonly name: string;
  /** Median over the rounds, of one call. */
  readonly nanoseconds: number;
}

export interface Effort {
  /** Each round times every contestant once, so that a slow moment of the machine meets all of them. */
  readonly rounds: number;
  /** How long one contestant runs in one round. */
  readonly slice: number;
}

/** Kept where no optimiser can tell that nobody looks at it. */
export const sink: { last: unknown } = { last: undefined };

/** Runs a contestant for a while, so that it is compiled when it counts. */
export function warm({ run }: Contestant, milliseconds: number): void {
  const end = performance.now() + milliseconds;
  for (let call = 0; performance.now() < end; call += 1) sink.last = run(call);
}

/**
 * Times all contestants in interleaved rounds.
 * @param idle what each of them does besides; its time is taken off.
 */
export function measure(
  contestants: readonly Contestant[],
  idle: Contestant["run"],
  { rounds, slice }: Effort,
): readonly Timing[] {
  const running = [...contestants, { name: "idle", run: idle }].map((contestant) => ({
    contestant,
    calls: callsWithin(contestant, slice),
    samples: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { contestant, calls, samples } of running) samples.push(time(contestant, calls));
  }
  const timings = running.map(({ contestant, samples }) => ({
    name: contestant.name,
    nanoseconds: median(samples),
  }));
  const besides = timings.pop()?.nanoseconds ?? 0;
  return timings.map(({ name, nanoseconds }) => ({ name, nanoseconds: nanoseconds - besides }));
}

/** The most of a few attempts: one that was interrupted finds too few. */
function callsWithin(contestant: Contestant, milliseconds: number): number {
  return Math.max(...Array.from({ length: 7 }, () => attempt(contestant, milliseconds)));
}

function attempt(contestant: Contestant, milliseconds: number): number {
  for (let calls = 1; ; calls *= 2) {
    const taken = (time(contestant, calls) * calls) / 1e6;
    if (taken > milliseconds / 4) return Math.max(1, Math.round((calls * milliseconds) / taken));
  }
}

/** Nanoseconds a call. */
function time({ run }: Contestant, calls: number): number {
  const begin = performance.now();
  for (let call = 0; call < calls; call += 1) sink.last = run(call);
  return ((performance.now() - begin) * 1e6) / calls;
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = sorted.slice(sorted.length % 2 === 0 ? middle - 1 : middle);
  return sorted.length % 2 === 0 ? (low + high) / 2 : low;
}
