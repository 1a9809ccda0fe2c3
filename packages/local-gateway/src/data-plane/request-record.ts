import type { Clock } from "../effects.ts";
import type { Invocation, InvocationResult } from "../lambda/invoke.ts";
import type { Boxes, BoxName } from "./boxes.ts";
import type { RawRequest, RawResponse } from "./raw-http.ts";
import type { Refusal } from "./refusal.ts";

/**
 * What happened to one request, box by box, as it happened. Logs, pages and terminal lines are printings of it: it
 * holds what the boxes had in their hands, uncopied and unmasked, so that a request costs the same whether anybody
 * looks at its record or not.
 */
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
  readonly refusal?: Refusal;
  /** Such as `/orders/{id}`; absent when no method was found. */
  readonly resourcePath?: string;
  readonly request: RawRequest;
  readonly response: RawResponse;
  readonly boxes: readonly BoxRecord[];
  /** The functions that were invoked for the request and have answered, authorizers too. */
  readonly calls: readonly CallRecord[];
}

/** What went into a box and what came out, or why it refused. Each box is passed once at most. */
export interface BoxRecord<Box extends BoxName = BoxName> {
  readonly box: Box;
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly input: Boxes[Box]["input"];
  readonly outcome:
    | { readonly kind: "passed"; readonly output: Boxes[Box]["output"] }
    | { readonly kind: "refused"; readonly error: unknown };
}

/** The record of one of the boxes; undefined when the request did not come so far. */
export function boxOf<Box extends BoxName>(
  boxes: readonly BoxRecord[],
  name: Box,
): BoxRecord<Box> | undefined {
  return boxes.find((record): record is BoxRecord<Box> => record.box === name);
}

/** What came out of a box; undefined when it refused or was not reached. */
export function outputOf<Box extends BoxName>(
  boxes: readonly BoxRecord[],
  name: Box,
): Boxes[Box]["output"] | undefined {
  const outcome = boxOf(boxes, name)?.outcome;
  return outcome?.kind === "passed" ? outcome.output : undefined;
}

/** A function that a box invoked, and its answer. */
export interface CallRecord {
  readonly box: BoxName;
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly invocation: Invocation;
  readonly result: InvocationResult;
}

/** Runs a box and appends what it did to `boxes`, also when it throws. */
export async function recorded<Box extends BoxName, Input extends Boxes[Box]["input"]>(
  boxes: BoxRecord[],
  clock: Clock,
  box: Box,
  input: Input,
  run: (input: Input) => Boxes[Box]["output"] | Promise<Boxes[Box]["output"]>,
): Promise<Boxes[Box]["output"]> {
  const startedAt = clock();
  const append = (outcome: BoxRecord<Box>["outcome"]) => {
    const record: BoxRecord<Box> = { box, startedAt, milliseconds: clock() - startedAt, input, outcome };
    boxes.push(record);
  };
  try {
    const output = await run(input);
    append({ kind: "passed", output });
    return output;
  } catch (error) {
    append({ kind: "refused", error });
    throw error;
  }
}

/** The caller of functions, appending to `calls` what they were sent and what they answered. */
export function noting<Caller extends { invoke(invocation: Invocation): Promise<InvocationResult> }>(
  caller: Caller,
  box: BoxName,
  calls: CallRecord[],
  clock: Clock,
): Caller {
  return {
    ...caller,
    invoke: async (invocation: Invocation) => {
      const startedAt = clock();
      const result = await caller.invoke(invocation);
      calls.push({ box, startedAt, milliseconds: clock() - startedAt, invocation, result });
      return result;
    },
  };
}
