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
