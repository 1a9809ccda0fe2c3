import type { Integration } from "@aws-sdk/client-api-gateway";
import { describe, expect, it } from "vitest";
import type { DeployedStage } from "../../src/data-plane/deployed-stage.ts";
import { createDataPlane, type DataPlaneOptions } from "../../src/data-plane/index.ts";
import { createMetrics } from "../../src/explain/metrics.ts";
import { createRequestRing } from "../../src/explain/ring.ts";
import { createSinks } from "../../src/explain/sinks.ts";
import { viewOf } from "../../src/explain/view.ts";
import type { Logs } from "../../src/logs/logs.ts";
import {
  dataPlaneOptions,
  functionUri,
  ids,
  now,
  rawRequest,
  resource,
  stage,
} from "../fixtures/data-plane.ts";

const proxy = { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri } as const;

/** A stage whose logs say everything. */
function logging(integration: Integration, method = {}): DeployedStage {
  const deployed = stage([resource("/", "GET", integration, method)]);
  const accessLogSettings = {
    destinationArn: "arn:aws:logs:us-east-1:123456789012:log-group:access",
    format: "$context.status in $context.responseLatency ms, the integration in $context.integration.latency",
  };
  const methodSettings = { "*/*": { loggingLevel: "INFO", dataTraceEnabled: true } };
  return { ...deployed, stage: { ...deployed.stage, accessLogSettings, methodSettings } };
}

/** Sends a request, and gives back its answer and everything that is said of it. */
async function told(deployed: DeployedStage, change: (time: { now: number }) => Partial<DataPlaneOptions>) {
  const time = { now };
  const clock = () => time.now;
  const ring = createRequestRing();
  const terminal: string[] = [];
  const access: string[] = [];
  const execution: string[] = [];
  const logs: Logs = {
    write: ({ stream }, entries) => {
      (stream === "access" ? access : execution).push(...entries.map(({ text }) => text));
    },
  };
  const log = (line: string) => terminal.push(line);
  const plane = createDataPlane({
    ...dataPlaneOptions(deployed),
    clock,
    ...createSinks({ ring, metrics: createMetrics(), logs, log, clock }),
    ...change(time),
  });
  const { status, headers, body } = await plane(rawRequest("GET", "/", { headers: [["x-api-key", "k"]] }));
  const [record] = ring.list();
  if (record === undefined) throw new Error("there is no record");
  const wire = `${JSON.stringify(headers)} ${Buffer.from(body).toString()}`;
  return { status, wire, record, page: viewOf(record), terminal, access, execution };
}

it("a slow function shows its time in all that is printed of the record", async () => {
  const { record, page, terminal, access, execution } = await told(logging(proxy), (time) => ({
    invoke: async () => {
      time.now += 1234;
      return { payload: '{"statusCode": 200}', executedVersion: "$LATEST", log: () => "" };
    },
  }));
  const boxes = record.boxes.map(({ box, milliseconds }) => [box, milliseconds]);
  expect(boxes.filter(([, milliseconds]) => milliseconds !== 0)).toEqual([["integration", 1234]]);
  expect(page).toMatchObject({
    milliseconds: 1234,
    boxes: expect.arrayContaining([expect.objectContaining({ box: "integration", milliseconds: 1234 })]),
  });
  expect(terminal).toEqual(["GET /test/ 200 1234 ms"]);
  expect(access).toEqual(["200 in 1234 ms, the integration in 1234"]);
  const received = "Received response. Status: 200, Integration latency: 1234 ms";
  expect(execution).toContain(`(${ids.requestId}) ${received}`);
});

it("a template that fails ends the record at its box, with its line", async () => {
  const requestTemplates = { "application/json": '{\n  "a": $util.parseJson("{").x.y\n}' };
  const { status, record, page, execution, terminal } = await told(
    logging({ type: "MOCK", requestTemplates }),
    () => ({}),
  );
  expect(status).toBe(500);
  expect(record.boxes.map(({ box, outcome }) => `${box} ${outcome.kind}`).slice(-2)).toEqual([
    "integration-request refused",
    "gateway-response passed",
  ]);
  expect(page).toMatchObject({ refusal: { line: "2" } });
  expect(terminal).toEqual([
    expect.stringMatching(/^GET \/test\/ 500 0 ms: the request template .*\(line 2, column 14\)/),
  ]);
  expect(execution.slice(-3)).toEqual([
    expect.stringContaining("Execution failed due to configuration error: Unable to transform request"),
    expect.stringContaining("Method completed with status: 500"),
    expect.stringContaining("Gateway response type: API_CONFIGURATION_ERROR with status code: 500"),
  ]);
});

describe("a fault inside never reaches the wire", () => {
  const fault = (): never => {
    throw new Error("secret");
  };
  const http = { type: "HTTP", httpMethod: "GET", uri: "http://127.0.0.1/" } as const;
  const credentials = "arn:aws:iam::123456789012:role/r";
  const sqs = {
    type: "AWS",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:us-east-1:sqs:path/q",
    credentials,
  } as const;
  const vpc = { ...http, connectionType: "VPC_LINK", connectionId: "abc" } as const;
  const keyed = { apiKeyRequired: true };
  const canceled = { after: fault };

  it.each<[what: string, deployed: DeployedStage, options: Partial<DataPlaneOptions>]>([
    ["findStage", logging(proxy), { findStage: fault }],
    ["invoke", logging(proxy), { invoke: fault }],
    ["mayInvoke", logging(proxy), { mayInvoke: fault }],
    ["mayAct", logging({ ...proxy, credentials }), { mayAct: fault }],
    ["after", logging(http), canceled],
    ["callEndpoint", logging(http), { callEndpoint: fault }],
    ["callService", logging(sqs), { callService: fault }],
    ["findVpcLink", logging(vpc), { findVpcLink: fault }],
    ["apiKeys", logging(proxy, keyed), { apiKeys: { find: fault, use: fault } }],
  ])("of %s", async (_what, deployed, options) => {
    const { status, wire, record } = await told(deployed, () => options);
    expect(status).toBeGreaterThanOrEqual(403);
    expect(wire).not.toContain("secret");
    expect(JSON.stringify(record.reason)).toContain("secret");
  });
});
