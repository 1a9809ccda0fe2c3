import type { After } from "../timers.ts";
import type { Boots } from "./boots.ts";
import type { Environment } from "./environment.ts";
import type { Pool } from "./pool.ts";

/** Where an invocation runs. */
export interface Place {
  /** Undefined when a process is to be started. */
  readonly warm: Environment | undefined;
  /** To be called when it has booted. */
  readonly booted: () => void;
}

export const nothing = (): void => {};

export function inPlace(environment: Environment): Place {
  return { warm: environment, booted: nothing };
}

/** Waits until another process may boot, or until an environment is idle, whichever is first. */
export function awaitPlace(
  pool: Pool,
  { setup, requestId }: { readonly setup: string; readonly requestId: string },
  { boots, after }: { readonly boots: Boots; readonly after: After },
): Promise<Place> {
  return new Promise((resolve) => {
    let leave = nothing;
    const stopWaiting = pool.awaitIdle(setup, requestId, (environment) => {
      leave();
      resolve(inPlace(environment));
    });
    const enter = () => {
      leave = boots.enter((booted) => {
        stopWaiting();
        resolve({ warm: undefined, booted });
      });
    };
    if (pool.graceMilliseconds === 0) enter();
    else leave = after(pool.graceMilliseconds, enter);
  });
}
