import type { Clock } from "../effects.ts";
import type { Eventually } from "../eventually.ts";
import type { Invocation, InvocationResult } from "../lambda/invoke.ts";
import type { Boxes, BoxName } from "./boxes.ts";
import type { BoxRecord, CallRecord } from "./request-record.ts";

/** What is noted of a request while it is on its way. */
export interface Notes extends CallNotes {
  readonly boxes: BoxRecord[];
  /** When the last box ended, and so the next one begins: the clock is read once a box. */
  now: number;
}

/** Where the functions are noted that a box invokes. */
export interface CallNotes {
  readonly clock: Clock;
  readonly calls: CallRecord[];
}

export function newNotes(clock: Clock, now: number): Notes {
  return { clock, boxes: [], calls: [], now };
}

/**
 * Runs a box and notes what it did, also when it throws. Nothing is waited for where the box does not: most boxes
 * never do, and a promise for each of them would cost more than what they do.
 */
export function recorded<Box extends BoxName>(
  notes: Notes,
  box: Box,
  input: Boxes[Box]["input"],
  run: (input: Boxes[Box]["input"]) => Boxes[Box]["output"],
): Boxes[Box]["output"];
export function recorded<Box extends BoxName>(
  notes: Notes,
  box: Box,
  input: Boxes[Box]["input"],
  run: (input: Boxes[Box]["input"]) => Eventually<Boxes[Box]["output"]>,
): Eventually<Boxes[Box]["output"]>;
export function recorded<Box extends BoxName>(
  notes: Notes,
  box: Box,
  input: Boxes[Box]["input"],
  run: (input: Boxes[Box]["input"]) => Eventually<Boxes[Box]["output"]>,
): Eventually<Boxes[Box]["output"]> {
  const began = { box, startedAt: notes.now, input };
  let output: Eventually<Boxes[Box]["output"]>;
  try {
    output = run(input);
  } catch (error) {
    note(notes, began, { kind: "refused", error });
    throw error;
  }
  if (output instanceof Promise) {
    return output.then(
      (output) => {
        note(notes, began, { kind: "passed", output });
        return output;
      },
      (error: unknown) => {
        note(notes, began, { kind: "refused", error });
        throw error;
      },
    );
  }
  note(notes, began, { kind: "passed", output });
  return output;
}

function note<Box extends BoxName>(
  notes: Notes,
  { box, startedAt, input }: Pick<BoxRecord<Box>, "box" | "startedAt" | "input">,
  outcome: BoxRecord<Box>["outcome"],
): void {
  notes.now = notes.clock();
  const record: BoxRecord<Box> = { box, startedAt, milliseconds: notes.now - startedAt, input, outcome };
  notes.boxes.push(record);
}

/** The caller of functions, noting what they were sent and what they answered. */
export function noting<Caller extends { invoke(invocation: Invocation): Promise<InvocationResult> }>(
  caller: Caller,
  box: BoxName,
  { calls, clock }: CallNotes,
): Caller {
  const invoke = (invocation: Invocation): Promise<InvocationResult> => {
    const startedAt = clock();
    return caller.invoke(invocation).then((result) => {
      calls.push({ box, startedAt, milliseconds: clock() - startedAt, invocation, result });
      return result;
    });
  };
  return { ...caller, invoke };
}
