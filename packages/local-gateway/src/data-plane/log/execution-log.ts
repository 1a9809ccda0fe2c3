import type { RawResponse } from "../../raw-http.ts";
import { masking } from "../context/masking.ts";
import type { RequestIds } from "../context/request-context.ts";
import type { MeteredRequest } from "../passing.ts";
import type { Refusal } from "../refusal.ts";
import { type BoxRecord, boxOf, type CallRecord, outputOf } from "../request-record.ts";
import { executionFailure } from "./execution-failure.ts";
import { endpointLines } from "./execution-log-endpoint.ts";
import { type LogLine, line, printedHeaders, printedMap } from "./execution-log-line.ts";

/** What an execution log is made from. */
export interface Execution {
  readonly ids: RequestIds;
  readonly boxes: readonly BoxRecord[];
  readonly calls: readonly CallRecord[];
  readonly response: RawResponse;
  readonly refusal?: Refusal | undefined;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
}

/**
 * What API Gateway's execution log says of a request that has found its method (R test_apigw_test_invoke_method_api;
 * the lines of failures as people quote them).
 */
export function executionLog(execution: Execution): readonly LogLine[] {
  const { ids, boxes, calls, response, refusal, endedAt } = execution;
  const request = outputOf(boxes, "usage-plan") ?? outputOf(boxes, "route");
  if (request === undefined) return [];
  const { receivedAt, requestId } = ids;
  // The authorizer has taken its time before.
  const at = boxOf(boxes, "usage-plan")?.startedAt ?? receivedAt;
  const query = [...request.query].map(([name, values]) => [name, values.join(",")] as const);
  const answered = outputOf(boxes, "integration-response");
  const sent = outputOf(boxes, "method-response");
  return [
    line(at, `Starting execution for request: ${requestId}`),
    line(at, `HTTP Method: ${request.method}, Resource Path: ${request.path}`),
    ...apiKeyLines(at, outputOf(boxes, "usage-plan")?.apiKey),
    line(at, `Method request path: ${printedMap(Object.entries(request.pathParameters))}`, "data"),
    line(at, `Method request query string: ${printedMap(query)}`, "data"),
    line(at, `Method request headers: ${printedHeaders(request.headers)}`, "data"),
    line(at, `Method request body before transformations: ${textOf(request.body)}`, "data"),
    ...endpointLines({ ids, boxes, calls, apiId: request.raw.restApiId }),
    ...(answered === undefined || sent === undefined
      ? []
      : [
          line(
            endedAt,
            `Method response body after transformations: ${textOf(answered.answer.body)}`,
            "data",
          ),
          line(endedAt, `Method response headers: ${printedHeaders(ownHeaders(sent))}`, "data"),
        ]),
    refusal === undefined
      ? line(endedAt, "Successfully completed execution")
      : line(endedAt, executionFailure(refusal, request.contentType, calls), "error"),
    line(endedAt, `Method completed with status: ${response.status}`),
  ];
}

/** C, as above: of methods that need a key. */
function apiKeyLines(at: number, apiKey: MeteredRequest["apiKey"]): readonly LogLine[] {
  if (apiKey === undefined) return [];
  return [line(at, `API Key: ${masking(apiKey.value)}`), line(at, `API Key ID: ${apiKey.id}`)];
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** Those that the execution made, the trace first (R). */
function ownHeaders({ headers }: RawResponse): RawResponse["headers"] {
  const isTrace = ([name]: readonly [string, string]) => name === "X-Amzn-Trace-Id";
  const others = headers.filter(
    (header) => !isTrace(header) && !/^x-(?:amzn-requestid|amz-apigw-id)$/i.test(header[0]),
  );
  return [...headers.filter(isTrace), ...others];
}
