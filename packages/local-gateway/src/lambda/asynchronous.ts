import { AwsError } from "../aws-error.ts";
import type { Log } from "../effects.ts";
import type { Invocation, Invoke } from "./invoke.ts";
import { type After, systemAfter } from "./timers.ts";

/** Runs a function later, without an answer. */
export type InvokeLater = (invocation: Invocation) => void;

/** D, "How Lambda handles errors and retries with asynchronous invocation": milliseconds before each second try. */
const errorDelays = [60_000, 120_000];
/** D, same page: throttled events are tried for up to six hours, from 1 second on to at most 5 minutes. */
const throttleDelays = { first: 1000, longest: 300_000, all: 6 * 60 * 60 * 1000 };

/**
 * Makes the queue of asynchronous invocations: one that fails is run again twice, with the same request id; one that
 * is throttled, or fails in the service, until its event is six hours old.
 */
export function createInvokeLater(invoke: Invoke, log: Log, after: After = systemAfter): InvokeLater {
  const attempt = (invocation: Invocation, failures: number, throttled: number, waited: number): void => {
    invoke(invocation).then(
      ({ functionError }) => {
        if (functionError === undefined) return;
        const delay = errorDelays[failures];
        if (delay !== undefined) again(delay, failures + 1, throttled);
        else log(`${named(invocation)} failed ${failures + 1} times and is given up`);
      },
      (error: unknown) => {
        const canPass = error instanceof AwsError && (error.status === 429 || error.status >= 500);
        const delay = Math.min(throttleDelays.first * 2 ** throttled, throttleDelays.longest);
        if (canPass && waited + delay <= throttleDelays.all) again(delay, failures, throttled + 1);
        else
          log(`${named(invocation)} is given up: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    const again = (delay: number, nextFailures: number, nextThrottled: number) => {
      after(delay, () => attempt(invocation, nextFailures, nextThrottled, waited + delay));
    };
  };
  return (invocation) => attempt(invocation, 0, 0, 0);
}

function named({ requestId, functionArn }: Invocation): string {
  return `asynchronous invocation ${requestId} of ${functionArn}`;
}
