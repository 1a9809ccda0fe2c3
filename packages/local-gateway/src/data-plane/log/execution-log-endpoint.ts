import { createHash } from "node:crypto";
import type { RequestIds } from "../context/request-context.ts";
import type { Headers } from "../mapping/headers.ts";
import type { IntegrationAnswer, IntegrationRequest, LambdaCall } from "../passing.ts";
import { type BoxRecord, boxOf, type CallRecord, outputOf } from "../request-record.ts";
import { type LogLine, line, printedHeaders } from "./execution-log-line.ts";

export interface EndpointInput {
  readonly ids: RequestIds;
  readonly boxes: readonly BoxRecord[];
  readonly calls: readonly CallRecord[];
  readonly apiId: string;
}

interface Sent {
  readonly uri: string;
  readonly headers: Headers;
  readonly body: string;
}

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What went to the endpoint and what came back; a MOCK integration has none (K). */
export function endpointLines(input: EndpointInput): readonly LogLine[] {
  const integration = boxOf(input.boxes, "integration");
  if (integration === undefined) return [];
  const { request } = integration.input;
  if (request.kind === "mock") return [];
  const sent = sentTo(request, input);
  const at = integration.startedAt;
  const lines = [
    line(at, `Endpoint request URI: ${sent.uri}`, "data"),
    line(at, `Endpoint request headers: ${printedHeaders(sent.headers)}`, "data"),
    line(at, `Endpoint request body after transformations: ${sent.body}`, "data"),
    line(at, `Sending request to ${sent.uri}`, "data"),
  ];
  const received = receivedFrom(request, input);
  if (received === undefined) return lines;
  const then = at + integration.milliseconds;
  const { status, headers, body } = received;
  return [
    ...lines,
    line(
      then,
      `Received response. Status: ${status}, Integration latency: ${integration.milliseconds} ms`,
      "data",
    ),
    line(then, `Endpoint response headers: ${printedHeaders(headers)}`, "data"),
    line(then, `Endpoint response body before transformations: ${body}`, "data"),
  ];
}

/** What is logged of a call of Lambda. */
export interface SentToLambda extends Pick<LambdaCall, "functionArn" | "invokedBy"> {
  readonly body: string;
  readonly isStreamed?: boolean;
  readonly isProxy?: boolean;
}

/** The request that API Gateway sends to Lambda (R test_apigw_test_invoke_method_api; C for proxies). */
export function sentToLambda(
  { functionArn, invokedBy, body, isStreamed = false, isProxy = false }: SentToLambda,
  { ids, apiId }: Pick<EndpointInput, "ids" | "apiId">,
): Sent {
  const region = functionArn.split(":")[3] ?? "";
  const host = `lambda.${region}.amazonaws.com`;
  const path = isStreamed ? "2021-11-15" : "2015-03-31";
  const operation = isStreamed ? "response-streaming-invocations" : "invocations";
  const tag: Headers = [["x-amzn-lambda-integration-tag", ids.requestId]];
  const date: Headers = [
    ["X-Amz-Date", new Date(ids.receivedAt).toISOString().replaceAll(/[-:]|\.\d+/g, "")],
  ];
  const api: Headers = [["x-amzn-apigateway-api-id", apiId]];
  const agent: Headers = [
    ["Accept", "application/json"],
    ["User-Agent", `AmazonAPIGateway_${apiId}`],
  ];
  const source: Headers = invokedBy.kind === "api" ? [["X-Amz-Source-Arn", invokedBy.sourceArn]] : [];
  const proxied: Headers = [
    ["Host", host],
    ["X-Amz-Content-Sha256", createHash("sha256").update(body).digest("hex")],
    ["X-Amzn-Trace-Id", `Root=${ids.trace.root}`],
  ];
  return {
    uri: `https://${host}/${path}/functions/${functionArn}/${operation}`,
    headers: isProxy
      ? [...date, ...api, ...agent, ...proxied, ...tag, ...signature, ...source, ...token]
      : [...tag, ...signature, ...date, ...api, ...source, ...agent, ...token],
    body,
  };
}

/** Nobody signs the call here: what is masked anyway stands for it, and the token is cut as it always is. */
const signature: Headers = [["Authorization", "*".repeat(230)]];
const token: Headers = [["X-Amz-Security-Token", "*".repeat(1024)]];

function sentTo(asked: Exclude<IntegrationRequest, { kind: "mock" }>, input: EndpointInput): Sent {
  switch (asked.kind) {
    case "lambda-proxy":
      return sentToLambda(
        {
          ...asked.call,
          body: asked.call.payload,
          isStreamed: asked.transfer.mode === "STREAM",
          isProxy: true,
        },
        input,
      );
    case "lambda":
      return sentToLambda({ ...asked.call, body: asked.body }, input);
    case "service":
    case "http":
    case "http-proxy": {
      const { url, headers, body } = asked.call;
      return { uri: url.href, headers, body: new TextDecoder().decode(body) };
    }
  }
}

function receivedFrom(asked: IntegrationRequest, { ids, boxes, calls }: EndpointInput): Received | undefined {
  const call = calls.find(({ box }) => box === "integration");
  if (call !== undefined) return receivedFromLambda(call, ids);
  const answer = outputOf(boxes, "integration");
  if (answer === undefined) return undefined;
  if (asked.kind === "lambda") return { status: 202, headers: [], body: "" };
  return receivedOverHttp(answer);
}

function receivedFromLambda({ result }: CallRecord, ids: RequestIds): Received {
  const { payload, functionError, executedVersion } = result;
  return {
    status: 200,
    headers: [
      ["Date", new Date(ids.receivedAt).toUTCString()],
      ["Content-Type", "application/json"],
      ["Content-Length", String(Buffer.byteLength(payload))],
      ["Connection", "keep-alive"],
      ["x-amzn-RequestId", ids.endpointRequestId],
      ...(functionError === undefined ? [] : [["X-Amz-Function-Error", functionError] as const]),
      ["x-amzn-Remapped-Content-Length", "0"],
      ["X-Amz-Executed-Version", executedVersion],
      ["X-Amzn-Trace-Id", `Root=${ids.trace.root};Parent=${ids.trace.parent};Sampled=${ids.trace.sampled}`],
    ],
    body: payload,
  };
}

function receivedOverHttp(answer: IntegrationAnswer): Received {
  if (answer.kind !== "custom") {
    const { status, headers, body } = answer.response;
    return { status, headers, body: new TextDecoder().decode(body) };
  }
  const { selectionValue, headers, body } = answer;
  return { status: Number(selectionValue), headers, body: new TextDecoder().decode(body) };
}
