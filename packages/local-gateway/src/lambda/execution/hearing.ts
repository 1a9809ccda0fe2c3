import type { After } from "../timers.ts";
import type { Ending } from "./ending.ts";
import type { Life } from "./environment-state.ts";
import type { FromRuntime } from "./messages.ts";
import type { Exit, RuntimeProcess } from "./runtime-process.ts";

/** What the process says, or that it has ended, or that its time is over. */
export type Heard = FromRuntime | Exit | Extract<Ending, { kind: "timeout" }>;

/** What is heard of a process, by one at a time. */
export interface Hearing {
  /** In the place of whoever heard before. The first hears what was said already, too. */
  by(take: (said: Heard) => void): void;
  /** What is said from now on is of no interest. */
  byNobody(): void;
  /** Ends the process when the time is over, and says so, unless what it returns is called before. */
  startLimit(milliseconds: number): () => void;
  /** How the process has ended, for who comes later: it says so once only. */
  exit(): Exit | undefined;
}

const nobody = (_: Heard): void => {};

export function createHearing(runtime: RuntimeProcess, life: Pick<Life, "lose">, after: After): Hearing {
  let hear = nobody;
  let isListening = false;
  let exit: Exit | undefined;
  return {
    by: (take) => {
      hear = take;
      if (isListening) return;
      isListening = true;
      runtime.listen((message) => {
        if (message.kind === "exit") exit = message;
        hear(message);
      });
    },
    byNobody: () => {
      hear = nobody;
    },
    startLimit: (milliseconds) =>
      after(milliseconds, () => {
        life.lose("it timed out");
        hear({ kind: "timeout", seconds: milliseconds / 1000 });
      }),
    exit: () => exit,
  };
}
