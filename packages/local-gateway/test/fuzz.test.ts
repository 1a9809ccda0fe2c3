import { expect, test } from "vitest";
import { fuzz } from "./fuzz/session.ts";

test.each([1, 2])(
  "generated calls, seed %i, are all answered, and leave a consistent state that survives a restart",
  async (seed) => {
    const { counts, read } = await fuzz(500, seed, 2);
    const answered = [...counts.values()].flatMap((statuses) => [...statuses]);
    expect(answered.some(([status]) => status === 201)).toBe(true);
    expect(answered.some(([status]) => status === 400)).toBe(true);
    expect(read.at(-1)).toBeGreaterThan(5);
  },
);
