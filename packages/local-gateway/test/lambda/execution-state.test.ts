import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createLife,
  type EnvironmentEvent,
  type EnvironmentState,
  IllegalTransition,
  type Life,
  next,
  transitions,
} from "../../src/lambda/execution/environment-state.ts";

const states: readonly EnvironmentState[] = [
  { kind: "starting", requestId: "r" },
  { kind: "busy", requestId: "r" },
  { kind: "idle" },
  { kind: "draining", requestId: "r" },
  { kind: "dead", why: "it timed out" },
];

const events: readonly EnvironmentEvent[] = [
  { kind: "ready" },
  { kind: "lease", requestId: "r" },
  { kind: "answered", requestId: "r" },
  { kind: "retire", why: "the function was changed" },
  { kind: "lost", why: "the process ended" },
];

describe("each step", () => {
  it.each(states.map((state) => [state.kind, state] as const))("from %s", (kind, state) => {
    const steps = events.map((event) => {
      try {
        return `${event.kind} → ${next(state, event).kind}`;
      } catch (error) {
        return error instanceof IllegalTransition ? `${event.kind} ✗` : String(error);
      }
    });
    expect(steps).toEqual(
      {
        starting: ["ready → busy", "lease ✗", "answered ✗", "retire → draining", "lost → dead"],
        busy: ["ready ✗", "lease ✗", "answered → idle", "retire → draining", "lost → dead"],
        idle: ["ready ✗", "lease → busy", "answered ✗", "retire → dead", "lost → dead"],
        draining: ["ready → draining", "lease ✗", "answered → dead", "retire → draining", "lost → dead"],
        dead: ["ready ✗", "lease ✗", "answered ✗", "retire → dead", "lost → dead"],
      }[kind],
    );
  });
});

it("names the state and the event of a wrong step", () => {
  expect(() => next({ kind: "idle" }, { kind: "ready" })).toThrow(
    'an execution environment that is idle cannot take "ready"',
  );
});

it("takes no answer for another invocation", () => {
  expect(() => next({ kind: "busy", requestId: "a" }, { kind: "answered", requestId: "b" })).toThrow(
    IllegalTransition,
  );
});

it("has one invocation at a time, runs none after it was retired but the one it has, and stays dead", () => {
  const event = fc.oneof(
    fc.constant<EnvironmentEvent>({ kind: "ready" }),
    fc.constantFrom("a", "b", "c").map((requestId): EnvironmentEvent => ({ kind: "lease", requestId })),
    fc.constantFrom("a", "b", "c").map((requestId): EnvironmentEvent => ({ kind: "answered", requestId })),
    fc.constant<EnvironmentEvent>({ kind: "retire", why: "" }),
    fc.constant<EnvironmentEvent>({ kind: "lost", why: "" }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (sequence) => {
      let state: EnvironmentState = { kind: "starting", requestId: "a" };
      let running: string | undefined = "a";
      let retired = false;
      for (const event of sequence) {
        if (!(event.kind in transitions[state.kind])) continue;
        if (event.kind === "answered" && event.requestId !== running) continue;
        if (event.kind === "lease") {
          expect(running).toBeUndefined();
          expect(retired).toBe(false);
          running = event.requestId;
        }
        if (event.kind === "answered" || event.kind === "lost") running = undefined;
        if (event.kind === "retire") retired = true;
        const before: EnvironmentState = state;
        state = next(state, event);
        if (before.kind === "dead") expect(state.kind).toBe("dead");
        expect("requestId" in state ? state.requestId : undefined).toBe(running);
      }
    }),
  );
});

describe("what a step brings about", () => {
  it.each<[what: string, steps: (life: Life) => void, told: readonly string[]]>([
    [
      "an answer: it may be leased again",
      (life) => {
        life.ready();
        life.answered("a");
      },
      ["idle"],
    ],
    [
      "an end while it runs nothing: its process is killed",
      (life) => {
        life.ready();
        life.answered("a");
        life.retire("changed");
      },
      ["idle", "dead", "kill"],
    ],
    [
      "an end while it runs something: its process is killed after the answer",
      (life) => {
        life.ready();
        life.retire("changed");
        life.retire("changed again");
      },
      [],
    ],
    [
      "the answer after that",
      (life) => {
        life.ready();
        life.retire("changed");
        life.answered("a");
      },
      ["dead", "kill"],
    ],
    ["a loss: its process is killed", (life) => life.lose("it timed out"), ["dead", "kill"]],
    [
      "an end of the process by itself: it is told once",
      (life) => {
        life.ended("the process ended");
        life.ended("the process ended");
      },
      ["dead"],
    ],
  ])("%s", (_, steps, expected) => {
    const told: string[] = [];
    const tell = (what: string) => () => {
      told.push(what);
    };
    steps(createLife({ requestId: "a", kill: tell("kill"), onIdle: tell("idle"), onDead: tell("dead") }));
    expect(told).toEqual(expected);
  });
});
