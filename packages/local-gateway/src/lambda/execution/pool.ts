import type { Clock } from "../../effects.ts";
import type { After } from "../timers.ts";
import type { Environment } from "./environment.ts";

/** The living environments of a function. */
export interface Pool {
  /** Takes in an environment that is leased to the invocation it is started for. */
  add(environment: Environment, setup: string): void;
  /** To be called whenever an environment is idle again. */
  idle(environment: Environment): void;
  /** To be called when an environment is dead. */
  dead(environment: Environment): void;
  /**
   * Leases an idle environment of this very setup to an invocation; undefined when one is to be started. Those of
   * earlier setups are retired on the way.
   */
  lease(setup: string, requestId: string): Promise<Environment | undefined>;
  /**
   * Leases the next environment of this setup that becomes idle.
   *
   * @returns what gives up waiting
   */
  awaitIdle(setup: string, requestId: string, take: (environment: Environment) => void): () => void;
  /**
   * How long to wait for one that becomes idle before a process is started: a while where that is soon, since it takes
   * longer to start one.
   */
  readonly graceMilliseconds: number;
  /** To be called with what an invocation took in its process; undefined when it was not answered. */
  took(milliseconds: number | undefined): void;
  readonly size: number;
  environments(): readonly Environment[];
}

/** How long an environment is kept without an invocation. */
const idleMilliseconds = 5 * 60 * 1000;
/**
 * An invocation waits for a busy environment rather than have another one, if those before it are expected to need
 * no more than this. A function of far less than a millisecond so needs few processes, and those are warm; of a
 * function that takes longer, each of two calls at once has its own, as on AWS.
 */
const patienceMilliseconds = 2;
/** How long it waits when nobody gets one in this time: then that was wrong. */
const waitMilliseconds = 10;
/** The weight of the last invocation in what is expected of the next. */
const weight = 0.1;

interface Member {
  readonly environment: Environment;
  readonly setup: string;
  leasedAt: number;
  idleSince: number;
  /** Ends the timer that looks whether it is idle for too long: undefined when there is none. */
  cancelIdle: (() => void) | undefined;
}

interface Waiting {
  readonly setup: string;
  readonly requestId: string;
  readonly take: (environment: Environment | undefined) => void;
}

export function createPool({ after, clock }: { readonly after: After; readonly clock: Clock }): Pool {
  const members = new Map<Environment, Member>();
  /**
   * In the order in which they came. A set would chain the requests of minutes to each other for the garbage
   * collector: each table that a set leaves behind when it is rehashed points to the next one.
   */
  const waiting: Waiting[] = [];
  const forget = (one: Waiting): void => {
    const index = waiting.indexOf(one);
    if (index >= 0) waiting.splice(index, 1);
  };
  /** How many that waited have got one. */
  let served = 0;
  let typical: number | undefined;

  const wait = (setup: string, requestId: string): Promise<Environment | undefined> =>
    new Promise((resolve) => {
      let cancel = () => {};
      const one: Waiting = {
        setup,
        requestId,
        take: (environment) => {
          forget(one);
          cancel();
          resolve(environment);
        },
      };
      const watch = (servedBefore: number) => {
        cancel = after(waitMilliseconds, () => {
          if (served === servedBefore) one.take(undefined);
          else watch(served);
        });
      };
      waiting.push(one);
      watch(served);
    });

  const look = (setup: string): { readonly idle: Member | undefined; readonly busy: number } => {
    let idle: Member | undefined;
    let busy = 0;
    const leasedLately = clock() - waitMilliseconds;
    for (const member of members.values()) {
      const { kind } = member.environment.state();
      if (member.setup !== setup) member.environment.retire("the function was changed");
      // The first of all, so that few are used, and those are warm.
      else if (kind === "idle") idle ??= member;
      // One that is busy for longer is not waited for.
      else if (kind === "busy" && member.leasedAt > leasedLately) busy += 1;
    }
    return { idle, busy };
  };

  const leaseIdle = (member: Member | undefined, requestId: string): Environment | undefined => {
    if (member === undefined) return undefined;
    member.leasedAt = clock();
    member.environment.lease(requestId);
    return member.environment;
  };

  /** One timer for many short times of idleness: what was not idle since it was set sets it again. */
  const watchIdle = (member: Member, milliseconds: number): void => {
    member.cancelIdle = after(milliseconds, () => {
      member.cancelIdle = undefined;
      if (member.environment.state().kind !== "idle") return;
      const left = idleMilliseconds - (clock() - member.idleSince);
      if (left <= 0) member.environment.retire("it was idle for long");
      else watchIdle(member, left);
    });
  };

  return {
    awaitIdle: (setup, requestId, take) => {
      const one: Waiting = {
        setup,
        requestId,
        take: (environment) => {
          forget(one);
          if (environment !== undefined) take(environment);
        },
      };
      waiting.push(one);
      return () => forget(one);
    },
    add: (environment, setup) => {
      members.set(environment, {
        environment,
        setup,
        leasedAt: clock(),
        idleSince: 0,
        cancelIdle: undefined,
      });
    },
    idle: (environment) => {
      const member = members.get(environment);
      if (member === undefined) return;
      const first = waiting.find(({ setup }) => setup === member.setup);
      if (first !== undefined) {
        served += 1;
        first.take(leaseIdle(member, first.requestId));
        return;
      }
      member.idleSince = clock();
      if (member.cancelIdle === undefined) watchIdle(member, idleMilliseconds);
    },
    dead: (environment) => {
      members.get(environment)?.cancelIdle?.();
      members.delete(environment);
    },
    lease: async (setup, requestId) => {
      const { idle, busy } = look(setup);
      const expected =
        typical === undefined || busy === 0 ? undefined : ((waiting.length + 1) * typical) / busy;
      if (expected === undefined || expected > patienceMilliseconds) return leaseIdle(idle, requestId);
      return (await wait(setup, requestId)) ?? leaseIdle(look(setup).idle, requestId);
    },
    took: (milliseconds) => {
      const bounded = Math.min(milliseconds ?? Number.POSITIVE_INFINITY, 10 * patienceMilliseconds);
      typical = typical === undefined ? bounded : typical + weight * (bounded - typical);
    },
    get graceMilliseconds() {
      const isSoon = members.size > 0 && typical !== undefined && typical <= patienceMilliseconds;
      return isSoon ? waitMilliseconds : 0;
    },
    get size() {
      return members.size;
    },
    environments: () => [...members.keys()],
  };
}
