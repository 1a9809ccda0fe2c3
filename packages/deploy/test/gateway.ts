import { startGateway } from "@gatewright/local-gateway";
import { afterAll, beforeAll } from "vitest";
import { closeTarget, createTarget, type Target } from "../src/index.ts";

/** A local gateway for the tests of a file, and a target that points at it. */
export function useGateway(): { readonly target: () => Target } {
  let target: Target | undefined;
  let end = async () => {};
  beforeAll(async () => {
    const gateway = await startGateway({ port: 0 });
    target = await createTarget({ endpoint: gateway.url });
    end = async () => {
      if (target !== undefined) closeTarget(target);
      await gateway.close();
    };
  });
  afterAll(() => end());
  return {
    target: () => {
      if (target === undefined) throw new Error("The gateway is not up yet.");
      return target;
    },
  };
}

export interface Watch {
  /** Names of the operations that were called and that change something, in order. */
  readonly mutations: string[];
  /** Ends the watch, and whatever it injects. */
  stop(): void;
}

/** Where a failure is injected: at the nth changing call (from 1), before it has an effect or after. */
export interface Failure {
  readonly at: number;
  readonly when: "before" | "after";
}

/** Watches the changing calls of a target, and lets one of them fail. */
export function watch(target: Target, failure?: Failure): Watch {
  const mutations: string[] = [];
  const name = "gatewrightWatch";
  for (const client of Object.values(target.clients)) {
    client.middlewareStack.add(
      (next: (args: object) => Promise<object>, context: { commandName?: string }) =>
        async (args: object) => {
          const { commandName = "" } = context;
          if (/^(Get|List)/.test(commandName)) return next(args);
          mutations.push(commandName);
          const fails = mutations.length === failure?.at;
          if (fails && failure.when === "before") throw new Error("The connection was cut before the call.");
          const output = await next(args);
          if (fails) throw new Error("The connection was cut after the call.");
          return output;
        },
      { name, step: "initialize", priority: "high", override: true },
    );
  }
  return {
    mutations,
    stop: () => {
      for (const client of Object.values(target.clients)) client.middlewareStack.remove(name);
    },
  };
}
