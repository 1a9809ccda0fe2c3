/**
 * The life of an execution environment. It is started for one invocation, so that it is leased before its
 * process exists; later invocations lease it while it is idle.
 *
 *     starting ──ready──▶ busy ──answered──▶ idle ──lease──▶ busy
 *         │                 │                  │
 *         │               retire            retire
 *         │                 ▼                  │
 *         │             draining ──answered──┐ │
 *         └──lost──▶ dead ◀──────lost────────┴─┘
 */
export type EnvironmentState =
  | { readonly kind: "starting"; readonly requestId: string }
  | { readonly kind: "busy"; readonly requestId: string }
  | { readonly kind: "idle" }
  /** Closes a race: the function is changed or the gateway closed while an invocation runs. */
  | { readonly kind: "draining"; readonly requestId: string }
  | { readonly kind: "dead"; readonly why: string };

export type EnvironmentEvent =
  /** The handler is loaded. */
  | { readonly kind: "ready" }
  | { readonly kind: "lease"; readonly requestId: string }
  | { readonly kind: "answered"; readonly requestId: string }
  /** No further invocation may have it. */
  | { readonly kind: "retire"; readonly why: string }
  /** Its process is gone or is being killed. */
  | { readonly kind: "lost"; readonly why: string };

type Transitions = {
  readonly [S in EnvironmentState["kind"]]: {
    readonly [E in EnvironmentEvent["kind"]]?: (
      state: Extract<EnvironmentState, { kind: S }>,
      event: Extract<EnvironmentEvent, { kind: E }>,
    ) => EnvironmentState;
  };
};

const dead = (_: unknown, { why }: { readonly why: string }): EnvironmentState => ({ kind: "dead", why });

export const transitions: Transitions = {
  starting: {
    ready: ({ requestId }) => ({ kind: "busy", requestId }),
    retire: ({ requestId }) => ({ kind: "draining", requestId }),
    lost: dead,
  },
  busy: {
    answered: () => ({ kind: "idle" }),
    retire: ({ requestId }) => ({ kind: "draining", requestId }),
    lost: dead,
  },
  idle: {
    lease: (_, { requestId }) => ({ kind: "busy", requestId }),
    retire: dead,
    lost: dead,
  },
  draining: {
    // It was retired while it started, and still has its one invocation to run.
    ready: (state) => state,
    answered: () => ({ kind: "dead", why: "retired" }),
    retire: (state) => state,
    lost: dead,
  },
  dead: {
    retire: (state) => state,
    lost: (state) => state,
  },
};

/** The steps of one environment's life, each with what it brings about. A step that the table does not have throws. */
export interface Life {
  state(): EnvironmentState;
  isDead(): boolean;
  ready(): void;
  lease(requestId: string): void;
  answered(requestId: string): void;
  /** Ends it as soon as it has nothing to run. */
  retire(why: string): void;
  /** Ends it now. */
  lose(why: string): void;
  /** It has ended, or ends by itself. */
  ended(why: string): void;
}

export function createLife({
  requestId,
  kill,
  onIdle,
  onDead,
}: {
  /** The invocation that it is started for. */
  readonly requestId: string;
  /** Ends its process. */
  readonly kill: () => void;
  /** Called whenever it is idle again: it may be leased in there. */
  readonly onIdle: () => void;
  readonly onDead: () => void;
}): Life {
  let state: EnvironmentState = { kind: "starting", requestId };
  const isDead = (): boolean => state.kind === "dead";
  const take = (event: EnvironmentEvent): void => {
    const wasDead = isDead();
    state = next(state, event);
    if (state.kind === "idle") onIdle();
    if (isDead() && !wasDead) onDead();
  };
  const killIfDead = (): void => {
    if (isDead()) kill();
  };
  return {
    state: () => state,
    isDead,
    ready: () => take({ kind: "ready" }),
    lease: (id) => take({ kind: "lease", requestId: id }),
    answered: (id) => {
      take({ kind: "answered", requestId: id });
      killIfDead();
    },
    retire: (why) => {
      take({ kind: "retire", why });
      killIfDead();
    },
    lose: (why) => {
      take({ kind: "lost", why });
      kill();
    },
    ended: (why) => take({ kind: "lost", why }),
  };
}

/** A step that the table does not have: a fault of the gateway, never passed over. */
export class IllegalTransition extends Error {
  override readonly name = "IllegalTransition";
  readonly code = "IllegalTransition";

  constructor(state: EnvironmentState, event: EnvironmentEvent) {
    super(`an execution environment that is ${state.kind} cannot take "${event.kind}"`);
  }
}

/** @throws IllegalTransition */
export function next(state: EnvironmentState, event: EnvironmentEvent): EnvironmentState {
  const step: ((state: never, event: never) => EnvironmentState) | undefined =
    transitions[state.kind][event.kind];
  const answersAnother =
    event.kind === "answered" && "requestId" in state && state.requestId !== event.requestId;
  if (step === undefined || answersAnother) throw new IllegalTransition(state, event);
  // The table's type pairs each function with its own state and event, which an index cannot show.
  return step(state as never, event as never);
}
