import { UpdateStageCommand } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deploy, makeApi } from "./mock-api.ts";
import { there, useGateway } from "./running-gateway.ts";

const gateway = useGateway();
let logs: CloudWatchLogsClient;
let restApiId = "";
beforeAll(async () => {
  logs = new CloudWatchLogsClient({
    endpoint: gateway.url,
    region: "us-west-2",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  restApiId = await makeApi(gateway.apiGateway, {
    "GET /mock": {},
    "GET /closed": { method: { apiKeyRequired: true } },
    "GET /quiet": {},
  });
  await deploy(gateway.apiGateway, restApiId);
});
afterAll(() => logs.destroy());

async function set(path: string, value: string): Promise<void> {
  const patchOperations = [{ op: "replace" as const, path, value }];
  await gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName: "prod", patchOperations }));
}

/** The lines of the stage's execution log about one request. */
async function logged(path: string): Promise<string[]> {
  const url = `${gateway.url}/restapis/${restApiId}/prod/_user_request_${path}`;
  const response = await fetch(url, { headers: { authorization: "Bearer a-very-secret-token" } });
  const id = there(response.headers.get("x-amzn-requestid"));
  const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/prod`;
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  const lines = events.map(({ message }) => there(message)).filter((line) => line.startsWith(`(${id}) `));
  return lines.map((line) => line.slice(id.length + 3).replaceAll(id, "ID"));
}

it("a stage's execution log has what its method settings ask for", async () => {
  await set("/*/*/logging/loglevel", "INFO");
  const place = `API Stage ${restApiId}/prod`;
  const outline = [
    expect.stringMatching(/^Extended Request Id: \S+=$/),
    `Verifying Usage Plan for request: ID. API Key:  ${place.replace("Stage", "Stage:")}`,
    `Usage Plan check succeeded for API Key  and ${place}`,
    "Starting execution for request: ID",
    "HTTP Method: GET, Resource Path: /mock",
    "Successfully completed execution",
    "Method completed with status: 200",
  ];
  expect(await logged("/mock")).toEqual(outline);

  await set("/*/*/logging/dataTrace", "true");
  const traced = await logged("/mock");
  expect(traced).toEqual(expect.arrayContaining(outline));
  expect(traced).toContain('Method response body after transformations: {"ok": true}');
  const headers = traced.find((line) => line.startsWith("Method request headers: "));
  expect(headers).toContain("Authorization=********************-token");
  expect(headers).not.toContain("very-secret");
});

it("has failures at the level ERROR, and they alone", async () => {
  await set("/*/*/logging/loglevel", "ERROR");
  expect(await logged("/mock")).toEqual([]);
  expect(await logged("/closed")).toEqual([
    "the method needs an API key, and there is no x-api-key header",
    "Gateway response type: INVALID_API_KEY with status code: 403",
  ]);
  await set("/~1quiet/GET/logging/loglevel", "INFO");
  expect((await logged("/quiet")).at(-1)).toBe("Method completed with status: 200");
});
