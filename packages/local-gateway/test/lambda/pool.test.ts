import { describe, expect, it } from "vitest";
import { createBoots } from "../../src/lambda/execution/boots.ts";
import type { Environment } from "../../src/lambda/execution/environment.ts";
import { type EnvironmentState, next } from "../../src/lambda/execution/environment-state.ts";
import { createPool } from "../../src/lambda/execution/pool.ts";

/** A pool with timers and a clock of its own, and environments without processes. */
function usePool() {
  const timers = new Set<{ readonly at: number; readonly then: () => void }>();
  let now = 0;
  const pool = createPool({
    clock: () => now,
    after: (milliseconds, then) => {
      const timer = { at: now + milliseconds, then };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  const wait = (milliseconds: number) => {
    now += milliseconds;
    for (const timer of [...timers]) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.then();
    }
  };
  /** One that has been started for an invocation and has begun it. */
  const started = (requestId: string, setup = "a") => {
    let state = next({ kind: "starting", requestId }, { kind: "ready" });
    const take = (event: Parameters<typeof next>[1]): EnvironmentState => {
      state = next(state, event);
      return state;
    };
    const environment: Environment = {
      logStreamName: "",
      state: () => state,
      lease: (id) => take({ kind: "lease", requestId: id }),
      retire: (why) => {
        if (take({ kind: "retire", why }).kind === "dead") pool.dead(environment);
      },
      kill: async () => {},
      run: async () => ({ kind: "init-failed", lines: [] }),
    };
    pool.add(environment, setup);
    const answer = (id: string, milliseconds: number) => {
      pool.took(milliseconds);
      take({ kind: "answered", requestId: id });
      pool.idle(environment);
    };
    return { environment, answer };
  };
  return { pool, wait, started };
}

/** What has become of a promise by now. */
async function settled<T>(promise: Promise<T>): Promise<T | "waits"> {
  const turn = new Promise<"waits">((resolve) => {
    setImmediate(() => resolve("waits"));
  });
  return Promise.race([promise, turn]);
}

describe("processes that boot", () => {
  it("are so many at once, and the others in their turn but for those that gave it up", () => {
    const boots = createBoots(2);
    const booting = new Map<string, () => void>();
    const enter = (name: string) => boots.enter((booted) => booting.set(name, booted));
    const [, , leave] = ["a", "b", "c", "d", "e"].map(enter);
    expect([...booting.keys()]).toEqual(["a", "b"]);
    leave?.();
    booting.get("a")?.();
    expect([...booting.keys()]).toEqual(["a", "b", "d"]);
    booting.get("d")?.();
    booting.get("b")?.();
    enter("f");
    expect([...booting.keys()]).toEqual(["a", "b", "d", "e", "f"]);
  });
});

describe("a pool of environments", () => {
  it("asks for another when all are busy with what takes long", async () => {
    const { pool, started } = usePool();
    const { answer } = started("1");
    answer("1", 100);
    await pool.lease("a", "2");
    expect(await settled(pool.lease("a", "3"))).toBeUndefined();
  });

  it("gives the one that was there first", async () => {
    const { pool, started } = usePool();
    const [first, second] = [started("1"), started("2")];
    second.answer("2", 100);
    first.answer("1", 100);
    expect(await pool.lease("a", "3")).toBe(first.environment);
    expect(await pool.lease("a", "4")).toBe(second.environment);
  });

  it("lets short invocations take turns, in their order", async () => {
    const { pool, started } = usePool();
    const { environment, answer } = started("1");
    answer("1", 0.1);
    await pool.lease("a", "2");
    const [third, fourth] = [pool.lease("a", "3"), pool.lease("a", "4")];
    expect(await settled(third)).toBe("waits");
    answer("2", 0.1);
    expect(await settled(third)).toBe(environment);
    expect(environment.state()).toEqual({ kind: "busy", requestId: "3" });
    expect(await settled(fourth)).toBe("waits");
    answer("3", 0.1);
    expect(await settled(fourth)).toBe(environment);
  });

  it("lets nobody wait behind more than two milliseconds of others", async () => {
    const { pool, started } = usePool();
    const { answer } = started("1");
    answer("1", 0.9);
    await pool.lease("a", "2");
    const waiting = [pool.lease("a", "3"), pool.lease("a", "4")];
    expect(await Promise.all(waiting.map(settled))).toEqual(["waits", "waits"]);
    expect(await settled(pool.lease("a", "5"))).toBeUndefined();
  });

  it("lets nobody wait for one that turns out to take long", async () => {
    const { pool, started, wait } = usePool();
    const { answer } = started("1");
    answer("1", 0.1);
    await pool.lease("a", "2");
    const third = pool.lease("a", "3");
    wait(10);
    expect(await settled(third)).toBeUndefined();
    expect(await settled(pool.lease("a", "4"))).toBeUndefined();
  });

  it("gives whichever is idle first to who has waited for longest", async () => {
    const { pool, started, wait } = usePool();
    const first = started("1");
    first.answer("1", 0.1);
    await pool.lease("a", "3");
    const second = started("2");
    const [fourth, fifth] = [pool.lease("a", "4"), pool.lease("a", "5")];
    second.answer("2", 0.1);
    expect(await settled(fourth)).toBe(second.environment);
    // Somebody has got one meanwhile, so that there is hope.
    wait(10);
    expect(await settled(fifth)).toBe("waits");
    wait(10);
    expect(await settled(fifth)).toBeUndefined();
  });

  it("gives one that becomes idle to who awaits it while others are started, unless that gave up", async () => {
    const { pool, started } = usePool();
    const { environment, answer } = started("1");
    const got: unknown[] = [];
    pool.awaitIdle("a", "2", (idle) => got.push("2", idle))();
    pool.awaitIdle("b", "3", (idle) => got.push("3", idle));
    pool.awaitIdle("a", "4", (idle) => got.push("4", idle));
    answer("1", 0.1);
    expect(got).toEqual(["4", environment]);
    expect(environment.state()).toEqual({ kind: "busy", requestId: "4" });
    answer("4", 0.1);
    expect(environment.state().kind).toBe("idle");
  });

  it("asks for a little time before another is started where one of short invocations is idle soon", () => {
    const { pool, started } = usePool();
    expect(pool.graceMilliseconds).toBe(0);
    const { answer } = started("1");
    answer("1", 0.1);
    expect(pool.graceMilliseconds).toBe(10);
    for (let index = 0; index < 20; index += 1) pool.took(100);
    expect(pool.graceMilliseconds).toBe(0);
  });

  it("retires those of another setup, and lets nobody wait for them", async () => {
    const { pool, started } = usePool();
    const [first, second] = [started("1"), started("2")];
    first.answer("1", 0.1);
    expect(await settled(pool.lease("b", "3"))).toBeUndefined();
    expect(first.environment.state().kind).toBe("dead");
    expect(second.environment.state().kind).toBe("draining");
    expect(pool.environments()).toEqual([second.environment]);
  });

  it("ends one that nobody has wanted for five minutes", () => {
    const { pool, started, wait } = usePool();
    const { answer } = started("1");
    answer("1", 0.1);
    wait(299_999);
    expect(pool.size).toBe(1);
    wait(1);
    expect(pool.size).toBe(0);
  });
});
