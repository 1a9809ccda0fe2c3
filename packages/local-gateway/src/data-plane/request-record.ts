import type { Clock } from "../effects.ts";

/** What happened to one request, box by box, as it happened. Logs and terminal lines are printings of it. */
export interface RequestRecord {
  readonly requestId: string;
  readonly restApiId: string;
  readonly stageName: string;
  readonly method: string;
  /** The path after the stage, as it was sent. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly status: number;
  /** Why the gateway itself answered, in plain words; absent when the integration answered. */
  readonly reason?: string;
  readonly boxes: readonly BoxRecord[];
}

/** What went into a box and what came out, or why it refused. */
export interface BoxRecord {
  readonly box: string;
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly input: unknown;
  readonly outcome:
    | { readonly kind: "passed"; readonly output: unknown }
    | { readonly kind: "refused"; readonly error: unknown };
}

/** Runs a box and appends what it did to `boxes`, also when it throws. */
export async function recorded<Input, Output>(
  boxes: BoxRecord[],
  clock: Clock,
  box: string,
  input: Input,
  run: (input: Input) => Output | Promise<Output>,
): Promise<Output> {
  const startedAt = clock();
  const append = (outcome: BoxRecord["outcome"]) =>
    boxes.push({ box, startedAt, milliseconds: clock() - startedAt, input, outcome });
  try {
    const output = await run(input);
    append({ kind: "passed", output });
    return output;
  } catch (error) {
    append({ kind: "refused", error });
    throw error;
  }
}
