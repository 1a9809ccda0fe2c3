import { APIGateway } from "@aws-sdk/client-api-gateway";
import { Lambda } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { useGateway } from "../fixtures/running-gateway.ts";
import type { World } from "./endpoint.ts";
import { createPace } from "./pace.ts";
import { play } from "./play.ts";

const gateway = useGateway();
function world(): World {
  const settings = {
    endpoint: gateway.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return {
    api: new APIGateway(settings),
    lambda: new Lambda(settings),
    region: "us-east-1",
    accountId: "123456789012",
    role: "",
    backend: "",
    loadBalancer: "",
    name: () => "name",
    settled: async () => {},
    deploy: async () => {},
    invoke: async () => ({ status: 200, headers: {}, text: "" }),
  };
}

test("a scenario's answers are statuses and members, or status, code and message", async () => {
  const played = await play(async ({ api, of, keep }) => {
    await of("made", api.createApiKey({ name: "a", value: "k".repeat(20) }));
    await of("refused", api.getModels({ restApiId: "nowhere" }));
    keep("more", { at: new Date(0), none: undefined });
  }, world());
  expect(played).toEqual({
    answers: {
      made: { status: 201, answer: expect.objectContaining({ name: "a", createdDate: expect.any(String) }) },
      refused: {
        status: 404,
        code: "NotFoundException",
        message: "Invalid API identifier specified 123456789012:nowhere",
      },
      more: { at: "1970-01-01T00:00:00.000Z" },
    },
  });
});

test("a scenario that cannot go on has the answers up to there", async () => {
  const failure = new Error("no id");
  const played = await play(async ({ keep }) => {
    keep("first", 1);
    throw failure;
  }, world());
  expect(played).toEqual({ answers: { first: 1 }, failure });
});

test("calls wait for their own rate and for that of all", async () => {
  let now = 1_000_000;
  const pace = createPace({
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  const waited: (readonly [string, number])[] = [];
  for (const operation of ["DeleteRestApi", "GetRestApi", "GetRestApi", "DeleteRestApi", "CreateResource"]) {
    const before = now;
    await pace(operation);
    waited.push([operation, now - before]);
  }
  expect(waited).toEqual([
    ["DeleteRestApi", 0],
    ["GetRestApi", 100],
    ["GetRestApi", 100],
    ["DeleteRestApi", 29_800],
    ["CreateResource", 100],
  ]);
});
