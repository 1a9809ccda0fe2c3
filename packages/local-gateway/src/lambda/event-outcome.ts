import { AwsError } from "../aws-error.ts";
import type { EventInvokeConfigRecord, EventRecord } from "./event-record.ts";
import type { InvocationResult } from "./invoke.ts";

/** What an attempt at an event came to. */
export type Attempt =
  | { readonly kind: "ran"; readonly result: InvocationResult }
  /** The function could not be run. */
  | { readonly kind: "refused"; readonly error: unknown };

export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly event: EventRecord }
  | { readonly kind: "given-up"; readonly condition: "RetriesExhausted" | "EventAgeExceeded" };

/** D, how Lambda handles errors and retries with asynchronous invocation: milliseconds before each second try. */
const errorDelays = [60_000, 120_000];
/** D, same page: throttled events are tried from 1 second on to at most 5 minutes apart. */
const throttleDelays = { first: 1000, longest: 300_000 };
/** D, same page: what is not configured; seconds. */
const usual = { maximumRetryAttempts: 2, maximumEventAge: 6 * 60 * 60 };

/**
 * What becomes of an event: one that fails is run again twice, one that is throttled, or fails in the service, until
 * it is six hours old, unless the function's configuration says less. What cannot pass by itself is given up at once.
 */
export function outcomeOf(
  event: EventRecord,
  attempt: Attempt,
  config: Partial<EventInvokeConfigRecord>,
  now: number,
): Outcome {
  const { maximumRetryAttempts = usual.maximumRetryAttempts, maximumEventAge = usual.maximumEventAge } =
    config;
  const until = event.receivedAt + maximumEventAge * 1000;
  const later = (delay: number, counted: Partial<EventRecord>): Outcome =>
    now + delay <= until
      ? { kind: "again", event: { ...event, ...counted, dueAt: now + delay } }
      : { kind: "given-up", condition: "EventAgeExceeded" };
  if (attempt.kind === "ran") {
    if (attempt.result.functionError === undefined) return { kind: "done" };
    const delay = event.failures < maximumRetryAttempts ? errorDelays[event.failures] : undefined;
    if (delay === undefined) return { kind: "given-up", condition: "RetriesExhausted" };
    return later(delay, { failures: event.failures + 1 });
  }
  const { error } = attempt;
  const canPass = error instanceof AwsError && (error.status === 429 || error.status >= 500);
  if (!canPass) return { kind: "given-up", condition: "RetriesExhausted" };
  const delay = Math.min(throttleDelays.first * 2 ** event.throttles, throttleDelays.longest);
  return later(delay, { throttles: event.throttles + 1 });
}
