import type { Invocation, InvocationResult } from "../lambda/invoke.ts";
import type { RawRequest, RawResponse } from "../raw-http.ts";
import type { Boxes, BoxName } from "./boxes.ts";
import type { RequestIds } from "./context/request-context.ts";
import type { Notes } from "./notes.ts";
import type { AuthorizedRequest, ReachedRequest } from "./passing.ts";
import { Refusal } from "./refusal.ts";

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
  readonly reason: string | undefined;
  readonly refusal: Refusal | undefined;
  /** Such as `/orders/{id}`; undefined when no method was found. */
  readonly resourcePath: string | undefined;
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
  const { boxes, calls } = notes;
  const reached = reachedRequest(boxes);
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

/** How far a request came on its way to the integration; undefined when it could not be read. */
export function reachedRequest(boxes: readonly BoxRecord[]): ReachedRequest | undefined {
  return (
    outputOf(boxes, "method-request") ??
    outputOf(boxes, "usage-plan") ??
    outputOf(boxes, "authorizer") ??
    deniedRequest(boxes) ??
    outputOf(boxes, "route") ??
    outputOf(boxes, "parse-request")
  );
}

/** One whose caller was found out, and then refused. */
function deniedRequest(boxes: readonly BoxRecord[]): AuthorizedRequest | undefined {
  const authorizer = boxOf(boxes, "authorizer");
  if (authorizer?.outcome.kind !== "refused") return undefined;
  const { error } = authorizer.outcome;
  if (!(error instanceof Refusal) || error.caller === undefined) return undefined;
  return { ...authorizer.input.request, caller: error.caller };
}

/** A function that a box invoked, and its answer. */
export interface CallRecord {
  readonly box: BoxName;
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly invocation: Invocation;
  readonly result: InvocationResult;
}
