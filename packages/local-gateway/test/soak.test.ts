import { expect, test } from "vitest";
import { useGateway } from "./fixtures/running-gateway.ts";
import { deploySoak } from "./soak/api.ts";
import { soak } from "./soak/load.ts";

const gateway = useGateway();

test("functions that crash, throw, hang, leak and cut their streams harm no other request", async () => {
  const base = await deploySoak(gateway.url);
  let turn = 0;
  // Every kind of request in a short run: the shares in turn instead of by chance.
  const random = () => {
    turn += 1;
    return ((turn * 61) % 1000) / 1000;
  };
  const { right, wrong } = await soak({ base, callers: 6, random, goesOn: (sent) => sent < 250 });
  expect(wrong).toEqual([]);
  for (const [kind, count] of Object.entries(right)) expect([kind, count > 0]).toEqual([kind, true]);
});
