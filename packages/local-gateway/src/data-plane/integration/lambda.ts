import { errorMessageOf } from "../../lambda/error-message.ts";
import type { Headers } from "../mapping/headers.ts";
import { callFunction, type FunctionCaller, startFunction } from "../outbound/call-function.ts";
import type { IntegrationAnswer, LambdaRequest } from "../passing.ts";

/** Invokes the function; its result or its error document goes to the integration responses. */
export async function lambda(request: LambdaRequest, caller: FunctionCaller): Promise<IntegrationAnswer> {
  if (request.isAsynchronous) {
    await startFunction(request.call, caller);
    // D, Invoke: 202 and no body
    return custom("", [], request);
  }
  const { payload, functionError, executedVersion } = await callFunction(request.call, caller);
  // R test_apigw_test_invoke_method_api: what the execution log has of them
  const headers: Headers = [
    ["Content-Type", "application/json"],
    ["x-amzn-RequestId", request.call.requestId],
    ...(functionError === undefined ? [] : [["X-Amz-Function-Error", functionError] as const]),
    ["X-Amz-Executed-Version", executedVersion],
    ["X-Amzn-Trace-Id", request.call.traceId],
  ];
  return custom(payload, headers, request);
}

function custom(payload: string, headers: Headers, { overrides }: LambdaRequest): IntegrationAnswer {
  // D, handle Lambda errors: patterns see the message of an error, and nothing of a success. That a success with a
  // member of that name counts too is how LocalStack reads it (C).
  const selectionValue = errorMessageOf(payload) ?? "";
  return { kind: "custom", selectionValue, body: Buffer.from(payload), headers, overrides };
}
