import type { Clock } from "../effects.ts";
import type { Eventually } from "../eventually.ts";
import type { Invocation, InvocationResult } from "../lambda/invoke.ts";
import type { RawRequest, RawResponse } from "../raw-http.ts";
import type { Boxes, BoxName } from "./boxes.ts";
import type { ReachedRequest } from "./gateway-response/failed-request.ts";
import type { RequestIds } from "./method-request/request-context.ts";
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
  /** Why the gateway itself answered, in plain words; undefined when the integration answered. */
  readonly reason?: string | undefined;
  readonly refusal?: Refusal | undefined;
  /** Such as `/orders/{id}`; undefined when no method was found. */
  readonly resourcePath?: string | undefined;
  readonly request: RawRequest;
  readonly response: RawResponse;
  readonly boxes: readonly BoxRecord[];
  /** The functions that were invoked for the request and have answered, authorizers too. */
  readonly calls: readonly CallRecord[];
}

/** A request that has been answered, as those who tell of it have it. */
export interface AnsweredRequest {
  readonly raw: RawRequest;
  readonly ids: RequestIds;
  readonly notes: Notes;
  readonly response: RawResponse;
  /** Why the gateway itself answered. */
  readonly refusal: Refusal | undefined;
  readonly endedAt: number;
}

export function requestRecord(answered: AnsweredRequest): RequestRecord {
  const { raw, ids, notes, response, refusal, endedAt } = answered;
  const { boxes, calls, reached } = notes;
  return {
    requestId: ids.requestId,
    restApiId: raw.restApiId,
    stageName: raw.stageName,
    method: raw.method,
    path: raw.rawPath,
    startedAt: ids.receivedAt,
    milliseconds: endedAt - ids.receivedAt,
    status: response.status,
    reason: refusal?.reason,
    refusal,
    resourcePath: reached !== undefined && "resourcePath" in reached ? reached.resourcePath : undefined,
    request: raw,
    response,
    boxes,
    calls,
  };
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

/** What is noted of a request while it is on its way. */
export interface Notes {
  readonly clock: Clock;
  readonly boxes: BoxRecord[];
  readonly calls: CallRecord[];
  /** How far the request came; undefined until it has been read. */
  reached: ReachedRequest | undefined;
  /** When the last box ended, and so the next one begins: the clock is read once a box. */
  now: number;
}

export function newNotes(clock: Clock, now: number): Notes {
  return { clock, boxes: [], calls: [], reached: undefined, now };
}

/**
 * Runs a box and notes what it did, also when it throws. Nothing is waited for where the box does not: most boxes
 * never do, and a promise for each of them would cost more than what they do.
 */
export function recorded<Box extends BoxName, Input extends Boxes[Box]["input"]>(
  notes: Notes,
  box: Box,
  input: Input,
  run: (input: Input) => Boxes[Box]["output"],
): Boxes[Box]["output"];
export function recorded<Box extends BoxName, Input extends Boxes[Box]["input"]>(
  notes: Notes,
  box: Box,
  input: Input,
  run: (input: Input) => Eventually<Boxes[Box]["output"]>,
): Eventually<Boxes[Box]["output"]>;
export function recorded<Box extends BoxName, Input extends Boxes[Box]["input"]>(
  notes: Notes,
  box: Box,
  input: Input,
  run: (input: Input) => Eventually<Boxes[Box]["output"]>,
): Eventually<Boxes[Box]["output"]> {
  const startedAt = notes.now;
  let output: Eventually<Boxes[Box]["output"]>;
  try {
    output = run(input);
  } catch (error) {
    throw refused(notes, box, startedAt, input, error);
  }
  if (output instanceof Promise) {
    return output.then(
      (output) => passed(notes, box, startedAt, input, output),
      (error: unknown) => {
        throw refused(notes, box, startedAt, input, error);
      },
    );
  }
  return passed(notes, box, startedAt, input, output);
}

function passed<Box extends BoxName, Output extends Boxes[Box]["output"]>(
  notes: Notes,
  box: Box,
  startedAt: number,
  input: Boxes[Box]["input"],
  output: Output,
): Output {
  notes.now = notes.clock();
  const outcome = { kind: "passed", output } as const;
  const record: BoxRecord<Box> = { box, startedAt, milliseconds: notes.now - startedAt, input, outcome };
  notes.boxes.push(record);
  return output;
}

function refused<Box extends BoxName>(
  notes: Notes,
  box: Box,
  startedAt: number,
  input: Boxes[Box]["input"],
  error: unknown,
): unknown {
  notes.now = notes.clock();
  const outcome = { kind: "refused", error } as const;
  const record: BoxRecord<Box> = { box, startedAt, milliseconds: notes.now - startedAt, input, outcome };
  notes.boxes.push(record);
  return error;
}

/** The caller of functions, noting what they were sent and what they answered. */
export function noting<Caller extends { invoke(invocation: Invocation): Promise<InvocationResult> }>(
  caller: Caller,
  box: BoxName,
  { calls, clock }: Pick<Notes, "calls" | "clock">,
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
