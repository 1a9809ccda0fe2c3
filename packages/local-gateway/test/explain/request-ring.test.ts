import { expect, it } from "vitest";
import type { RequestRecord } from "../../src/data-plane/index.ts";
import { createRequestRing } from "../../src/explain/ring.ts";
import { rawRequest } from "../fixtures/data-plane.ts";

function record(requestId: string, bytes = 0, startedAt = 0): RequestRecord {
  return {
    requestId,
    restApiId: "abcdefghij",
    stageName: "test",
    method: "GET",
    path: "/",
    startedAt,
    milliseconds: 0,
    status: 200,
    reason: undefined,
    refusal: undefined,
    resourcePath: undefined,
    request: rawRequest("POST", "/", { body: new Uint8Array(bytes) }),
    response: { status: 200, headers: [], body: new Uint8Array() },
    boxes: [],
    calls: [],
  };
}

it("keeps the last requests, as many as it may", () => {
  const ring = createRequestRing({ maximumRecords: 3 });
  for (const [index, id] of ["a", "b", "c", "d", "e"].entries()) ring.add(record(id, 0, index * 100));
  expect(ring.list().map(({ requestId }) => requestId)).toEqual(["e", "d", "c"]);
  expect(ring.find("d")?.requestId).toBe("d");
  expect(ring.find("a")).toBeUndefined();
});

it("keeps the newest and fewer of the others when there are very many", () => {
  const ring = createRequestRing({ maximumRecords: 4, burst: 4, perSecond: 10 });
  const ids = () => ring.list().map(({ requestId }) => requestId);
  for (let index = 0; index < 1000; index++) ring.add(record(`a${index}`, 0, 1000));
  expect(ids()).toEqual(["a999", "a2", "a1", "a0"]);
  ring.add(record("b", 0, 1050));
  expect(ids()).toEqual(["b", "a2", "a1", "a0"]);
  ring.add(record("c", 0, 1101));
  expect(ids()).toEqual(["c", "b", "a2", "a1"]);
  for (const id of ["d", "e", "f", "g"]) ring.add(record(id, 0, 60_000));
  expect(ids()).toEqual(["g", "f", "e", "d"]);
});

it("gives way to large requests, and keeps the newest whatever its size", () => {
  const ring = createRequestRing({ maximumRecords: 10, maximumBytes: 100_000 });
  const ids = () => ring.list().map(({ requestId }) => requestId);
  for (const id of ["a", "b", "c"]) ring.add(record(id, 20_000));
  expect(ids()).toEqual(["c", "b", "a"]);
  ring.add(record("d", 50_000));
  expect(ids()).toEqual(["d", "c"]);
  ring.add(record("e", 1_000_000));
  expect(ids()).toEqual(["e"]);
  ring.add(record("f"));
  expect(ids()).toEqual(["f"]);
});

it("finds the newest of those that were given the same id", () => {
  const ring = createRequestRing();
  ring.add(record("a", 1));
  ring.add(record("a", 2));
  expect(ring.find("a")?.request.body.byteLength).toBe(2);
});
