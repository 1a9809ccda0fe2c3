import {
  CreateDeploymentCommand,
  FlushStageCacheCommand,
  type PatchOperation,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, it } from "vitest";
import { deployApi } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

let now = 1_700_000_000_000;
const gateway = useGateway({ clock: () => now });

let asked = 0;
beforeEach(() => {
  asked = 0;
});
const endpoint = useEndpoint(({ headers }, response) => {
  asked += 1;
  response.writeHead(200, { "Content-Type": "text/plain" });
  response.end(headers["x-large"] === undefined ? `answer ${asked}` : "a".repeat(1024 * 1024 + 1));
});

const replace = (path: string, value: string): PatchOperation => ({ op: "replace", path, value });
const cluster = [replace("/cacheClusterEnabled", "true"), replace("/cacheClusterSize", "0.5")];
const forAll = replace("/*/*/caching/enabled", "true");

async function cached(...patchOperations: readonly PatchOperation[]) {
  const requestParameters = { "method.request.querystring.q": false, "method.request.path.id": false };
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/{id}",
        method: { requestParameters },
        integration: {
          type: "HTTP_PROXY",
          integrationHttpMethod: "ANY",
          uri: `${endpoint.url}/`,
          cacheKeyParameters: ["method.request.querystring.q"],
        },
      },
    ],
  });
  const [, , restApiId] = base.split("/");
  if (patchOperations.length > 0) {
    await gateway.apiGateway.send(
      new UpdateStageCommand({ restApiId, stageName: "test", patchOperations: [...patchOperations] }),
    );
  }
  const ask = async (path: string, headers: Record<string, string> = {}, method = "GET") => {
    const answer = await fetch(`${gateway.url}${base}${path}`, { method, headers });
    const text = await answer.text();
    return { status: answer.status, text, warning: answer.headers.get("warning"), headers: answer.headers };
  };
  return { ask, restApiId };
}

describe("the stage's cache", () => {
  it("answers again without the endpoint, with a request id of its own", async () => {
    const { ask, restApiId } = await cached(...cluster, forAll);
    const first = await ask("/1");
    const second = await ask("/1");
    expect([first.text, second.text]).toEqual(["answer 1", "answer 1"]);
    expect(first.headers.get("x-amzn-requestid")).not.toBe(second.headers.get("x-amzn-requestid"));
    const { metrics } = JSON.parse(await (await fetch(`${gateway.url}/_gatewright/metrics`)).text());
    const ofApi = metrics.find(({ api }: { api: string }) => api === restApiId);
    expect(ofApi).toMatchObject({ Count: 2, CacheMissCount: 1, CacheHitCount: 1 });
    expect(ofApi.IntegrationLatency.SampleCount).toBe(1);
  });

  it("tells requests apart by the parameters of its key alone", async () => {
    const { ask } = await cached(...cluster, forAll);
    const answers = [];
    for (const path of ["/1?q=a", "/1?q=b", "/2?q=a", "/1", "/1?q=a&r=1"])
      answers.push((await ask(path)).text);
    expect(answers).toEqual(["answer 1", "answer 2", "answer 1", "answer 3", "answer 1"]);
  });

  it.each<[what: string, settings: PatchOperation[], method: string]>([
    ["there is no cluster", [forAll], "GET"],
    ["no method is cached", cluster, "GET"],
    ["the method is no GET", [...cluster, forAll], "POST"],
    ["its own settings say so", [...cluster, forAll, replace("/~1{id}/ANY/caching/enabled", "false")], "GET"],
    ["answers are kept for no time", [...cluster, forAll, replace("/*/*/caching/ttlInSeconds", "0")], "GET"],
  ])("is not used when %s", async (_what, settings, method) => {
    const { ask } = await cached(...settings);
    await ask("/1", {}, method);
    expect((await ask("/1", {}, method)).text).toBe("answer 2");
  });

  it("serves another method when its own settings say so", async () => {
    const { ask } = await cached(...cluster, replace("/~1{id}/ANY/caching/enabled", "true"));
    await ask("/1", {}, "POST");
    expect((await ask("/1", {}, "POST")).text).toBe("answer 1");
  });

  it("forgets after its time, and when it is flushed", async () => {
    const { ask, restApiId } = await cached(...cluster, forAll, replace("/*/*/caching/ttlInSeconds", "60"));
    await ask("/1");
    now += 59_000;
    expect((await ask("/1")).text).toBe("answer 1");
    now += 1_000;
    expect((await ask("/1")).text).toBe("answer 2");
    now += 1;
    await gateway.apiGateway.send(new FlushStageCacheCommand({ restApiId, stageName: "test" }));
    expect((await ask("/1")).text).toBe("answer 3");
  });

  it("keeps no answer of more than a megabyte", async () => {
    const { ask } = await cached(...cluster, forAll);
    await ask("/1", { "X-Large": "1" });
    expect((await ask("/1")).text).toBe("answer 2");
  });
});

it.each<[what: string, useStageCache: boolean, expected: string[]]>([
  ["is not for a canary that is not told to use it", false, ["answer 2", "answer 3", "answer 1"]],
  ["keeps a canary's answers for themselves", true, ["answer 2", "answer 2", "answer 1"]],
])("the stage's cache %s", async (_what, useStageCache, expected) => {
  const { ask, restApiId } = await cached(...cluster, forAll);
  const all = async (percentTraffic: number) => {
    const patchOperations = [replace("/canarySettings/percentTraffic", String(percentTraffic))];
    await gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName: "test", patchOperations }));
  };
  await ask("/1");
  await gateway.apiGateway.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName: "test",
      canarySettings: { percentTraffic: 100, useStageCache },
    }),
  );
  const answers = [(await ask("/1")).text, (await ask("/1")).text];
  await all(0);
  expect([...answers, (await ask("/1")).text]).toEqual(expected);
});

describe("Cache-Control: max-age=0", () => {
  const fresh = { "Cache-Control": "max-age=0" };
  const strategy = (value: string) => replace("/*/*/caching/unauthorizedCacheControlHeaderStrategy", value);
  const anybody = replace("/*/*/caching/requireAuthorizationForCacheControl", "false");

  it.each<[what: string, settings: PatchOperation[], expected: object]>([
    ["asks the endpoint where anybody may", [anybody], { text: "answer 2", warning: null }],
    [
      "is ignored with a warning",
      [strategy("SUCCEED_WITH_RESPONSE_HEADER")],
      { text: "answer 1", warning: expect.stringMatching(/^199 /) },
    ],
    [
      "is ignored without one",
      [strategy("SUCCEED_WITHOUT_RESPONSE_HEADER")],
      { text: "answer 1", warning: null },
    ],
    ["fails", [strategy("FAIL_WITH_403")], { status: 403 }],
  ])("%s", async (_what, settings, expected) => {
    const { ask } = await cached(...cluster, forAll, ...settings);
    await ask("/1");
    expect(await ask("/1", fresh)).toMatchObject(expected);
  });

  it("leaves its fresh answer for the next", async () => {
    const { ask } = await cached(...cluster, forAll, anybody);
    await ask("/1");
    await ask("/1", fresh);
    expect((await ask("/1")).text).toBe("answer 2");
  });
});
