import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adopt, differences, type FoundApi } from "./durability/expected.ts";
import { killRepeatedly } from "./durability/kills.ts";

test("what was acknowledged is there after a kill at any moment of a write load, and nothing else is", async () => {
  const directory = await mkdtemp(join(tmpdir(), "gatewright-durability-"));
  try {
    const result = await killRepeatedly({ directory, kills: 4, random: Math.random });
    expect(result).toMatchObject({ kills: 4, differences: [] });
    expect(result.acknowledged).toBeGreaterThan(0);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

const api = (more: Partial<FoundApi> = {}): FoundApi => ({
  id: "a",
  name: "n",
  description: "d",
  resources: new Set(["r"]),
  ...more,
});

test.each([
  ["an API that is gone", [], "API a (n) was lost"],
  ["an API that nobody asked for", [api(), api({ id: "b" })], "API b (n) was invented"],
  ["another description", [api({ description: "e" })], "API a is described as e, not d"],
  ["a resource that is gone", [api({ resources: new Set() })], "resource r of API a was lost"],
  ["a resource too many", [api({ resources: new Set(["r", "s"]) })], "resource s of API a was invented"],
])("%s is a difference", (_what, found, line) => {
  expect(differences(adopt([api()]), found)).toEqual([line]);
});

test.each([
  ["description", { kind: "describe", description: "e" }, [api({ description: "e" })]],
  ["resource", { kind: "resource", pathPart: "s" }, [api({ resources: new Set(["r", "s"]) })]],
  ["deletion", { kind: "delete" }, []],
] as const)("a %s that was under way may have happened or not", (_what, pending, after) => {
  const expected = adopt([api()]);
  const [one] = expected.apis.values();
  if (one !== undefined) one.pending = pending;
  expect([differences(expected, [api()]), differences(expected, after)]).toEqual([[], []]);
});
