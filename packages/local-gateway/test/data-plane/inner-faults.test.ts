import type {
  Authorizer,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
} from "@aws-sdk/client-api-gateway";
import { afterEach, describe, expect, it } from "vitest";
import type { DeployedStage } from "../../src/data-plane/deployed-stage.ts";
import { createDataPlane, type DataPlaneOptions, type RequestRecord } from "../../src/data-plane/index.ts";
import type { StageLog } from "../../src/data-plane/log/stage-log.ts";
import { systemClock } from "../../src/effects.ts";
import { summaryOf, viewOf } from "../../src/explain/view.ts";
import { systemAfter } from "../../src/lambda/timers.ts";
import { unpaced } from "../../src/paced-stream.ts";
import { type RunningServer, startServer } from "../../src/server.ts";
import { stageRequest } from "../../src/stage-request.ts";
import { functionUri, resource, stage } from "../fixtures/data-plane.ts";
import { there } from "../fixtures/running-gateway.ts";
import { smithy } from "./signing-clients/smithy.ts";

const secret = "of which nobody may hear";
const fail = (): never => {
  throw new Error(secret);
};

let server: RunningServer | undefined;
afterEach(() => server?.close());

/** The data plane behind a real server; what is told to whoever runs it. */
async function serve(deployed: DeployedStage, options: Partial<DataPlaneOptions>) {
  const records: RequestRecord[] = [];
  const logs: StageLog[] = [];
  const accessLines: string[] = [];
  const lines: string[] = [];
  const answer = createDataPlane({
    findStage: () => deployed,
    missed: { stage: () => "", route: () => undefined },
    invoke: async () => ({ payload: '{"statusCode": 200}', executedVersion: "$LATEST", log: () => "" }),
    invokeStreaming: fail,
    invokeLater: fail,
    mayInvoke: () => true,
    mayAct: () => "allowed",
    pace: unpaced,
    findVpcLink: () => undefined,
    callService: fail,
    callEndpoint: fail,
    credentials: () => undefined,
    verifyToken: fail,
    apiKeys: { find: fail, use: fail },
    clock: systemClock,
    after: systemAfter,
    ids: { uuid: () => "11111111-2222-4333-8444-555555555555", bytes: (length) => new Uint8Array(length) },
    accessLog: (_, line) => accessLines.push(line),
    executionLog: (log) => logs.push(log),
    record: (record) => records.push(record),
    ...options,
  });
  server = await startServer({
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    ids: { uuid: () => "11111111-2222-4333-8444-555555555555" },
    log: (line) => lines.push(line),
    handle: (request) =>
      request.destination.kind === "stage" ? answer(stageRequest(request, request.destination)) : fail(),
  });
  const host = `127.0.0.1:${server.port}`;
  return { host, records, logs, accessLines, lines };
}

/** All bytes of the answer that anybody can see. */
async function wire(
  host: string,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const url = `http://${host}/restapis/abcdefghij/test/_user_request_/a?b=1`;
  const response = await fetch(url, { headers });
  const head = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  return { status: response.status, text: [response.statusText, ...head, await response.text()].join("\n") };
}

const mock: Integration = {
  type: "MOCK",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  integrationResponses: { 200: { statusCode: "200" } },
};
const proxy: Integration = { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri };
const at = (integration: Integration, method: Method = {}) => [resource("/a", "GET", integration, method)];
const logging = { "*/*": { loggingLevel: "INFO", dataTraceEnabled: true } };
const withLogs = (deployed: DeployedStage): DeployedStage => ({
  ...deployed,
  stage: {
    ...deployed.stage,
    methodSettings: logging,
    accessLogSettings: { destinationArn: "arn", format: "$context.error.message $context.integration.error" },
  },
});
const withSnapshot = (deployed: DeployedStage, more: Partial<DeployedStage["snapshot"]>): DeployedStage => ({
  ...deployed,
  snapshot: { ...deployed.snapshot, ...more },
});

/** The same, but for a member that cannot be read. */
function broken<Whole extends object>(whole: Whole, name: keyof Whole): Whole {
  return Object.defineProperty({ ...whole }, name, { get: fail, enumerable: true });
}

const userPool: Authorizer = {
  id: "auth1",
  type: "COGNITO_USER_POOLS",
  identitySource: "method.request.header.Authorization",
  providerARNs: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Example"],
};
const ofPool: Method = { authorizationType: "COGNITO_USER_POOLS", authorizerId: "auth1" };
const unreadable: Integration = {
  ...mock,
  integrationResponses: { 200: broken<IntegrationResponse>({ statusCode: "200" }, "responseTemplates") },
};
const deployment = stage(at(mock, { requestValidatorId: "v" }));

interface Fault {
  readonly box: string;
  readonly what: string;
  readonly deployed: DeployedStage;
  readonly options?: Partial<DataPlaneOptions>;
  readonly headers?: Record<string, string>;
}

const faults: readonly Fault[] = [
  {
    box: "route",
    what: "a method of the snapshot",
    deployed: withSnapshot(stage(), {
      resources: [{ id: "r", path: "/a", httpMethods: ["GET"], method: fail }],
    }),
  },
  {
    box: "authorizer",
    what: "the user pool's keys",
    deployed: withSnapshot(stage(at(mock, ofPool)), { authorizers: [userPool] }),
    headers: { authorization: "Bearer token" },
  },
  {
    box: "usage-plan",
    what: "the API keys",
    deployed: stage(at(mock, { apiKeyRequired: true })),
    headers: { "x-api-key": "some-key-of-mine" },
  },
  {
    box: "method-request",
    what: "the validators",
    deployed: { ...deployment, snapshot: broken(deployment.snapshot, "requestValidators") },
  },
  {
    box: "integration-request",
    what: "the request templates",
    deployed: stage(at(broken(mock, "requestTemplates"))),
  },
  { box: "integration", what: "a throw", deployed: stage(at(proxy)), options: { invoke: fail } },
  {
    box: "integration",
    what: "a promise",
    deployed: stage(at(proxy)),
    options: { invoke: async () => fail() },
  },
  { box: "integration", what: "the permissions", deployed: stage(at(proxy)), options: { mayInvoke: fail } },
  { box: "integration-response", what: "the response templates", deployed: stage(at(unreadable)) },
];

const internal = '{"message": "Internal server error"}';

describe("a fault inside the gateway never reaches the wire, nor the logs of the API's owner", () => {
  it.each(faults)("$box: $what", async ({ box, deployed, options = {}, headers = {} }) => {
    const { host, records, logs, accessLines } = await serve(withLogs(deployed), options);
    const { status, text } = await wire(host, headers);
    expect(status).toBe(500);
    expect(text.split("\n").at(-1)).toBe(internal);
    expect(text).toContain("x-amzn-errortype: InternalServerErrorException");
    expect(text).not.toContain(secret);
    expect(JSON.stringify(logs) + accessLines).not.toContain(secret);

    const [record] = records;
    const refusing = there(record).boxes.find(({ outcome }) => outcome.kind === "refused");
    expect(refusing?.box).toBe(box);
    // Whoever runs the gateway is told, so that it can be reported.
    expect(JSON.stringify(summaryOf(there(record)))).toContain(`fault inside the gateway: Error: ${secret}`);
    expect(JSON.stringify(viewOf(there(record)))).toContain('"refused":"a fault inside the gateway"');
  });

  it("before the first box", async () => {
    const { host, records } = await serve(stage(), { findStage: fail });
    const { status, text } = await wire(host, {});
    expect(status).toBe(500);
    expect(text).not.toContain(secret);
    expect(records[0]?.reason).toContain(secret);
  });

  it("in the API's own gateway response", async () => {
    const own = broken<GatewayResponse>({ responseType: "DEFAULT_5XX" }, "responseParameters");
    const deployed = withSnapshot(stage(at(proxy)), { gatewayResponses: [own] });
    const { host } = await serve(deployed, { invoke: fail });
    const { status, text } = await wire(host, {});
    expect(status).toBe(500);
    expect(text).toContain(internal);
    expect(text).not.toContain(secret);
  });

  it.each(["record", "executionLog", "accessLog"] as const)("in telling of the request: %s", async (name) => {
    const { host, lines } = await serve(withLogs(stage(at(mock))), { [name]: fail });
    const { status, text } = await wire(host, {});
    expect(status).toBe(500);
    expect(text).not.toContain(secret);
    expect(lines.join()).toContain(secret);
  });

  it("of an IAM caller whose credential cannot be found", async () => {
    const deployed = withLogs(stage(at(mock, { authorizationType: "AWS_IAM" })));
    const { host, logs } = await serve(deployed, { credentials: fail });
    const signed = await smithy(
      { method: "GET", target: "/restapis/abcdefghij/test/_user_request_/a?b=1" },
      { host, region: "us-east-1", key: { accessKeyId: "a", secretAccessKey: "b" } },
    );
    const { host: _, ...headers } = Object.fromEntries(signed.headers);
    const { status, text } = await wire(host, headers);
    expect(status).toBe(500);
    expect(text + JSON.stringify(logs)).not.toContain(secret);
  });
});
