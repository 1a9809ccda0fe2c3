import type { Context } from "aws-lambda/handler.js";
import { ProblemError } from "./problem.ts";

/** How long before Lambda's deadline a call is given up, so that its answer still arrives: milliseconds. */
export const early = 5;

/**
 * Waits for an answer until shortly before Lambda's deadline; then aborts the call and throws. In place of middy's own
 * early timeout, which costs as much as the rest of a call.
 */
export const beforeDeadline = <T>(
  answer: Promise<T>,
  { getRemainingTimeInMillis }: Context,
  abort: () => void,
): Promise<T> =>
  // Without a context, as in tests, there is no deadline.
  getRemainingTimeInMillis
    ? new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | null | undefined;
        const settle =
          <V>(how: (value: V) => void) =>
          (value: V) => {
            clearTimeout(timer ?? undefined);
            timer = null;
            how(value);
          };
        answer.then(settle(resolve), settle(reject));
        // A timer costs more than most of what a call does, and a handler that waits for nothing is done by then.
        soon
          .then(() => {})
          .then(() => {
            if (timer === undefined)
              timer = setTimeout(
                () => {
                  abort();
                  reject(new ProblemError(504, "Timeout", "The function ran out of time."));
                },
                Math.max(getRemainingTimeInMillis() - early, 0),
              );
          });
      })
    : answer;

const soon = Promise.resolve();
