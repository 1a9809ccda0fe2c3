import type { Clock, Ids, Log } from "../effects.ts";
import { errorText } from "../error-text.ts";
import type { TellDestination, Told } from "../services/tell-destination.ts";
import type { Store } from "../store/store.ts";
import { findVersionByArn } from "./api/find-function.ts";
import { deadLetter } from "./dead-letter.ts";
import { type Attempt, type Outcome, outcomeOf } from "./event-outcome.ts";
import {
  type EventInvokeConfigRecord,
  type EventRecord,
  eventInvokeConfigs,
  events,
} from "./event-record.ts";
import type { FunctionRecord } from "./function-record.ts";
import { invocationRecord } from "./invocation-record.ts";
import type { Invocation, Invoke } from "./invoke.ts";
import { checkPayload } from "./payload.ts";
import { type After, systemAfter } from "./timers.ts";

/**
 * Runs a function later, without an answer. Resolves when the event is kept as everything else is; rejects with an
 * `AwsError` when Lambda does not take it.
 */
export type InvokeLater = (invocation: Invocation) => Promise<void>;

export interface AsynchronousOptions {
  readonly store: Store;
  readonly invoke: Invoke;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "uuid">;
  /** Tells destinations that are no functions. */
  readonly tell: TellDestination;
  readonly after?: After;
}

export interface AsynchronousQueue {
  readonly invokeLater: InvokeLater;
  /** Goes on with what an earlier run of the gateway has left. */
  resume(): void;
  /** Takes no notice any more of how attempts end: what is not done with is there for the next run. */
  close(): void;
}

/**
 * The queue of asynchronous invocations. An event is in the store from before it is acknowledged until it is done with
 * or given up; then it leaves together with the event for its destination, in one transaction, or after a destination
 * that is no function, or the dead-letter queue, was told. A crash in the middle of an attempt leaves the event: it is
 * run again, as AWS warns that it may be.
 */
export function createAsynchronousQueue(options: AsynchronousOptions): AsynchronousQueue {
  const { store, invoke, log, clock, ids, tell, after = systemAfter } = options;
  let isClosed = false;
  const attempt = async (event: EventRecord): Promise<void> => {
    const made: Attempt = await invoke(event.invocation).then(
      (result) => ({ kind: "ran", result }),
      (error: unknown) => ({ kind: "refused", error }),
    );
    if (isClosed) return;
    const config = configOf(store, event.invocation.functionArn);
    await settle(event, made, outcomeOf(event, made, config, clock()), config);
  };
  const settle = async (
    event: EventRecord,
    made: Attempt,
    outcome: Outcome,
    { onSuccess, onFailure }: Partial<EventInvokeConfigRecord>,
  ): Promise<void> => {
    if (outcome.kind === "again") {
      await store.transact((transaction) => transaction.put(events, [event.id], outcome.event));
      schedule(outcome.event);
      return;
    }
    const condition = outcome.kind === "done" ? "Success" : outcome.condition;
    const destination = outcome.kind === "done" ? onSuccess : onFailure;
    const told = destination && (await destinationEvent(event, destination, condition, made));
    const dead =
      outcome.kind === "given-up"
        ? deadLetter(event, versionOf(store, event.invocation.functionArn), made)
        : undefined;
    if (dead) await tellOrLog(dead);
    await store.transact((transaction) => {
      transaction.delete(events, event.id);
      if (told) transaction.put(events, [told.id], told);
    });
    if (outcome.kind === "given-up") log(givenUp(event, made, condition));
    if (told) schedule(told);
  };
  const destinationEvent = async (
    event: EventRecord,
    destination: string,
    condition: "Success" | "RetriesExhausted" | "EventAgeExceeded",
    made: Attempt,
  ): Promise<EventRecord | undefined> => {
    const payload = invocationRecord(event, condition, made, clock());
    if (destination.split(":")[2] === "lambda") {
      return eventOf({ functionArn: destination, payload, requestId: ids.uuid() });
    }
    const { functionArn } = event.invocation;
    const roleArn = versionOf(store, functionArn)?.role ?? "";
    await tellOrLog({
      destination,
      functionArn,
      roleArn,
      isSuccess: condition === "Success",
      record: payload,
    });
    return undefined;
  };
  const tellOrLog = (told: Told): Promise<void> =>
    tell(told).catch((error: unknown) =>
      log(`the destination ${told.destination} was not told ${told.record}: ${errorText(error)}`),
    );
  const eventOf = (invocation: Invocation): EventRecord => {
    const now = clock();
    return { id: ids.uuid(), invocation, receivedAt: now, failures: 0, throttles: 0, dueAt: now };
  };
  const schedule = (event: EventRecord): void => {
    const run = () => {
      if (isClosed) return;
      attempt(event).catch((error: unknown) => log(`${named(event)} is left: ${errorText(error)}`));
    };
    const delay = event.dueAt - clock();
    if (delay <= 0) run();
    else after(delay, run);
  };
  return {
    invokeLater: async (invocation) => {
      checkPayload(invocation, "Event");
      const event = eventOf(invocation);
      await store.transact((transaction) => transaction.put(events, [event.id], event));
      schedule(event);
    },
    resume: () => {
      for (const event of store.list(events)) schedule(event);
    },
    close: () => {
      isClosed = true;
    },
  };
}

function configOf(store: Store, functionArn: string): Partial<EventInvokeConfigRecord> {
  const [, , , region = "", , , name = "", qualifier = "$LATEST"] = functionArn.split(":");
  return store.get(eventInvokeConfigs, region, name, qualifier) ?? {};
}

/** The version that is asked for, of an alias its own one. */
function versionOf(store: Store, functionArn: string): FunctionRecord | undefined {
  const [, , , , accountId = ""] = functionArn.split(":");
  return findVersionByArn(store, accountId, functionArn, () => 1);
}

function givenUp(event: EventRecord, made: Attempt, condition: string): string {
  if (made.kind === "refused") return `${named(event)} is given up: ${errorText(made.error)}`;
  const times = event.failures + 1;
  const why = condition === "EventAgeExceeded" ? ", is too old to be run again" : "";
  return `${named(event)} failed ${times} ${times === 1 ? "time" : "times"}${why} and is given up`;
}

function named({ invocation }: EventRecord): string {
  return `asynchronous invocation ${invocation.requestId} of ${invocation.functionArn}`;
}
