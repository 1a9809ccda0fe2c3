import { expect, it } from "vitest";
import { authorize } from "../../src/data-plane/authorizer/index.ts";
import type { Boxes, BoxName } from "../../src/data-plane/boxes.ts";
import { cache } from "../../src/data-plane/cache/cache.ts";
import { compressed } from "../../src/data-plane/front-door/compression.ts";
import { parseRequest } from "../../src/data-plane/front-door/parse-request.ts";
import { gatewayResponse } from "../../src/data-plane/gateway-response/gateway-response.ts";
import { integrate } from "../../src/data-plane/integration/index.ts";
import { integrationRequest } from "../../src/data-plane/integration-request/integration-request.ts";
import { integrationResponse } from "../../src/data-plane/integration-response/integration-response.ts";
import { noOverrides } from "../../src/data-plane/mapping/template.ts";
import { methodRequest } from "../../src/data-plane/method-request/method-request.ts";
import { methodResponse } from "../../src/data-plane/method-response/method-response.ts";
import type { Outbound } from "../../src/data-plane/outbound/outbound.ts";
import { Refusal } from "../../src/data-plane/refusal.ts";
import { route } from "../../src/data-plane/route/route.ts";
import { usagePlan } from "../../src/data-plane/usage-plan/usage-plan.ts";
import type { Eventually } from "../../src/eventually.ts";
import { unpaced } from "../../src/paced-stream.ts";
import { ids, now, rawRequest, methodRequest as requestOf, stage } from "../fixtures/data-plane.ts";

const answer = { status: 200, headers: [], body: Buffer.from("{}"), stream: undefined };
const integration = {
  type: "MOCK",
  integrationResponses: { "200": { statusCode: "200" } },
} as const;
const method = { httpMethod: "GET", methodResponses: { "200": { statusCode: "200" } } };
const request = { ...requestOf(integration), methodSettings: method };
const deployed = stage();
const never = () => {
  throw new Error("nothing is called");
};
const caller: Outbound = {
  invoke: never,
  invokeStreaming: never,
  invokeLater: never,
  mayInvoke: never,
  mayAct: never,
  after: never,
  callEndpoint: never,
  callService: never,
  findVpcLink: never,
  pace: unpaced,
  onChunk: never,
};
const notes = { clock: () => now, calls: [] };

/** Each box by itself, called with a literal: the compiler lets it have neither less nor more than its input names. */
const alone: { readonly [Box in BoxName]: readonly [() => Eventually<Boxes[Box]["output"]>, object] } = {
  "parse-request": [() => parseRequest(rawRequest("GET", "/a?b=1")), { method: "GET", path: "/a" }],
  route: [
    () => {
      const found = { resourceId: "res123", resourcePath: "/a", method: { methodIntegration: integration } };
      return route({
        request,
        router: {
          find: () => ({ kind: "match", route: found, pathParameters: {} }),
          print: () => "/a",
        },
        checkSignature: never,
      });
    },
    { resourceId: "res123", resourcePath: "/a", integration },
  ],
  authorizer: [
    () =>
      authorize({
        request,
        stage: deployed,
        ids,
        whoMay: { findCredential: never, verifyToken: never, cache: { get: never, put: never } },
        caller,
        notes,
      }),
    { caller: { kind: "anonymous" } },
  ],
  "usage-plan": [
    () =>
      usagePlan({
        request,
        stage: deployed,
        limits: { apiKeys: { find: never, use: never }, throttles: { take: never } },
        now,
      }),
    { apiKey: undefined },
  ],
  "method-request": [
    () => methodRequest({ request, stage: deployed, ids }),
    { context: { requestId: ids.requestId, resourcePath: "/a" } },
  ],
  cache: [
    () =>
      cache({
        request,
        stage: deployed,
        ids,
        setting: { ttlMilliseconds: 1000, isAuthorized: false, strategy: undefined },
        responses: { get: () => undefined, put: never },
        findCredential: never,
      }),
    { kind: "miss", until: now + 1000, isInvalidated: false, isWarned: false },
  ],
  "integration-request": [
    () => integrationRequest({ request, stage: deployed, ids }),
    { kind: "mock", body: "", overrides: noOverrides },
  ],
  integration: [
    () =>
      integrate({
        request: { kind: "mock", body: '{"statusCode": 200}', overrides: noOverrides },
        caller,
        notes,
      }),
    { kind: "custom", selectionValue: "200" },
  ],
  "integration-response": [
    () =>
      integrationResponse({
        answer: {
          kind: "custom",
          selectionValue: "200",
          body: answer.body,
          headers: [],
          overrides: noOverrides,
        },
        request,
        stage: deployed,
      }),
    { kind: "mapped", by: { statusCode: "200" }, answer: { status: 200 } },
  ],
  "method-response": [
    () =>
      methodResponse({
        answer: { kind: "proxied", by: "lambda-proxy", answer },
        identifying: [],
        traceId: "Root=1",
      }),
    {
      status: 200,
      headers: [
        ["Content-Type", "application/json"],
        ["X-Amzn-Trace-Id", "Root=1"],
      ],
    },
  ],
  compression: [
    () => compressed({ response: answer, acceptEncoding: "gzip", minimumSize: 0 }),
    { status: 200, headers: [["Content-Encoding", "gzip"]] },
  ],
  "gateway-response": [
    () =>
      gatewayResponse({
        refusal: new Refusal("throttled", "one too many"),
        identifying: [["x-amzn-RequestId", "r"]],
        failed: undefined,
      }),
    { status: 429 },
  ],
};

it.each(Object.entries(alone))("the box %s needs nothing but its input", async (_name, [run, expected]) => {
  expect(await run()).toMatchObject(expected);
});
