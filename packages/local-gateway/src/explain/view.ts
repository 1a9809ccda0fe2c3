import { type Boxes, type BoxName, boxNames } from "../data-plane/boxes.ts";
import { wireError } from "../data-plane/gateway-response/gateway-response.ts";
import type { BoxRecord, CallRecord, RequestRecord } from "../data-plane/index.ts";
import type { HttpAnswer, IntegrationAnswer, IntegrationRequest } from "../data-plane/passing.ts";
import { Refusal } from "../data-plane/refusal.ts";
import { boxOf } from "../data-plane/request-record.ts";
import type { RawResponse } from "../raw-http.ts";
import { type Mask, maskOf } from "./masking.ts";
import { shownBody, shownText } from "./shown.ts";

/** A request on the list: what the terminal's line says of it. */
export function summaryOf(record: RequestRecord): object {
  const { requestId, restApiId, stageName, method, path, startedAt, milliseconds, status, reason } = record;
  const { text } = maskOf(record);
  return {
    requestId,
    api: restApiId,
    stage: stageName,
    method,
    path: text(path),
    at: new Date(startedAt).toISOString(),
    milliseconds,
    status,
    ...(reason !== undefined && { reason: text(reason) }),
  };
}

/** A request whole: what went into each box, what came out, how long it took, and why one refused. */
export function viewOf(record: RequestRecord): object {
  const mask = maskOf(record);
  const { request, refusal } = record;
  const parsed = boxOf(record.boxes, "parse-request")?.outcome;
  const query = parsed?.kind === "passed" ? parsed.output.query : new Map<string, string[]>();
  return {
    ...summaryOf(record),
    ...(record.resourcePath !== undefined && { resource: record.resourcePath }),
    ...(refusal !== undefined && { refusal: viewOfRefusal(refusal, mask) }),
    request: {
      query: mask.query(query),
      headers: mask.headers(request.headers),
      body: shownBody(request.body, mask, request.headers),
      sourceIp: request.sourceIp,
    },
    boxes: boxNames.flatMap((name) => viewOfBox(name, record, mask)),
  };
}

function viewOfRefusal(refusal: Refusal, mask: Mask): object {
  const details = Object.entries(refusal.details).map(([name, text]) => [
    name,
    shownDetail(name, text, mask),
  ]);
  return {
    kind: refusal.kind,
    responseType: wireError(refusal).responseType,
    ...Object.fromEntries(details),
  };
}

/** The canonical request is shown line by line, so that it can be compared with the client's. */
function shownDetail(name: string, text: string, mask: Mask): unknown {
  if (name === "statement") return shownText(text, mask);
  const masked = mask.text(text);
  return masked.includes("\n") ? masked.split("\n") : masked;
}

/** Nothing of a box that the request did not reach. */
function viewOfBox<Box extends BoxName>(name: Box, record: RequestRecord, mask: Mask): object[] {
  const box = boxOf(record.boxes, name);
  if (box === undefined) return [];
  const calls = record.calls.filter((call) => call.box === name).map((call) => viewOfCall(call, mask));
  return [
    {
      box: name,
      milliseconds: box.milliseconds,
      ...views[name].input?.(box.input, mask),
      ...(calls.length > 0 && { calls }),
      ...viewOfOutcome(name, box, mask),
    },
  ];
}

function viewOfOutcome<Box extends BoxName>(name: Box, { outcome }: BoxRecord<Box>, mask: Mask): object {
  if (outcome.kind === "passed") return views[name].output(outcome.output, mask);
  const reason = outcome.error instanceof Refusal ? outcome.error.reason : "a fault inside the gateway";
  return { refused: mask.text(reason) };
}

type Views = {
  readonly [Box in BoxName]: {
    readonly input?: (input: Boxes[Box]["input"], mask: Mask) => object;
    readonly output: (output: Boxes[Box]["output"], mask: Mask) => object;
  };
};

const nothing = () => ({});

const views: Views = {
  "parse-request": { output: nothing },
  route: {
    output: ({ resourceId, resourcePath, pathParameters, integration }, mask) => ({
      resourceId,
      resourcePath,
      pathParameters: mask.json(pathParameters),
      integration: integration.type,
    }),
  },
  authorizer: {
    input: ({ request }) => ({ authorizationType: request.methodSettings.authorizationType ?? "NONE" }),
    output: ({ caller }, mask) => ({ caller: mask.json(caller) }),
  },
  "usage-plan": {
    output: ({ apiKey }) => (apiKey === undefined ? {} : { apiKeyId: apiKey.id }),
  },
  "method-request": { output: ({ context }, mask) => ({ context: mask.json(context) }) },
  cache: {
    output: ({ kind, isInvalidated }) => ({ isInvalidated, hit: kind === "hit" }),
  },
  "integration-request": { output: viewOfIntegrationRequest },
  integration: { output: viewOfIntegrationAnswer },
  "integration-response": {
    input: ({ answer }, mask) =>
      answer.kind === "custom" ? { selectionValue: mask.text(answer.selectionValue) } : {},
    output: (mapped, mask) => ({
      ...(mapped.kind === "mapped" && {
        selectionPattern: mapped.by.selectionPattern ?? "",
        statusCode: mapped.by.statusCode,
      }),
      ...viewOfAnswer(mapped.answer, mask),
    }),
  },
  "method-response": { output: viewOfAnswer },
  compression: {
    output: ({ headers, body }, mask) => ({ headers: mask.headers(headers), bytes: body.byteLength }),
  },
  "gateway-response": { output: viewOfAnswer },
};

function viewOfIntegrationRequest(request: IntegrationRequest, mask: Mask): object {
  switch (request.kind) {
    case "lambda-proxy":
      return {
        kind: request.kind,
        function: request.call.functionArn,
        event: shownText(request.call.payload, mask),
      };
    case "lambda":
      return {
        kind: request.kind,
        function: request.call.functionArn,
        event: shownText(request.call.payload, mask),
        overrides: mask.json(request.overrides),
      };
    case "mock":
      return {
        kind: request.kind,
        rendered: shownText(request.body, mask),
        overrides: mask.json(request.overrides),
      };
    case "service":
    case "http":
    case "http-proxy": {
      const { method, url, headers, body } = request.call;
      return {
        kind: request.kind,
        method,
        url: mask.text(url.href),
        headers: mask.headers(headers),
        body: shownBody(body, mask, headers),
        overrides: mask.json(request.overrides),
      };
    }
  }
}

function viewOfIntegrationAnswer(answer: IntegrationAnswer, mask: Mask): object {
  if (answer.kind !== "custom") return viewOfAnswer(answer.response, mask);
  return { headers: mask.headers(answer.headers), body: shownBody(answer.body, mask) };
}

function viewOfAnswer({ status, headers, body, stream }: HttpAnswer | RawResponse, mask: Mask): object {
  return {
    status,
    headers: mask.headers(headers),
    ...(stream === undefined ? { body: shownBody(body, mask, headers) } : { streamed: true }),
  };
}

function viewOfCall({ milliseconds, invocation, result }: CallRecord, mask: Mask): object {
  return {
    milliseconds,
    function: invocation.functionArn,
    requestId: invocation.requestId,
    version: result.executedVersion,
    event: shownText(invocation.payload, mask),
    answer: shownText(result.payload, mask),
    ...(result.functionError !== undefined && { functionError: result.functionError }),
    log: mask
      .text(result.log())
      .split("\n")
      .filter((line) => line !== ""),
  };
}
