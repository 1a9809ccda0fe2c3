import { ProblemError } from "./problem.ts";
import type { Ongoing } from "./reply.ts";

/** How long before Lambda's deadline a call is given up, so that its answer still arrives: milliseconds. */
export const early = 5;

/**
 * Waits for an answer until shortly before Lambda's deadline; then aborts the call and throws. In place of middy's own
 * early timeout, which costs a fifth of a call more.
 */
export const beforeDeadline = <T>(
  answer: T | Promise<T>,
  call: Pick<Ongoing, "abort" | "lambda">,
  remaining: (() => number) | undefined = call.lambda.getRemainingTimeInMillis,
): T | Promise<T> =>
  // Without a context, as in tests, there is no deadline.
  answer instanceof Promise && remaining
    ? new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout | 0 | undefined;
        const settle =
          <V>(how: (value: V) => void) =>
          (value: V) => {
            clearTimeout(timer);
            timer = 0;
            how(value);
          };
        answer.then(settle(resolve), settle(reject));
        // A timer costs more than most of what a call does, and a handler that waits for nothing is done by then.
        Promise.resolve()
          .then()
          .then(() => {
            timer ??= setTimeout(
              () => {
                call.abort();
                reject(new ProblemError(504, "Timeout", "The function ran out of time."));
              },
              Math.max(remaining() - early, 0),
            );
          });
      })
    : answer;
