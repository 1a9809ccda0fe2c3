import type { Headers } from "../mapping/headers.ts";
import type { IntegrationAnswer, LambdaRequest } from "../passing.ts";
import { callFunction, type FunctionCaller, startFunction } from "./call-function.ts";

/** Invokes the function; its result or its error document goes to the integration responses. */
export async function lambda(request: LambdaRequest, caller: FunctionCaller): Promise<IntegrationAnswer> {
  if (request.isAsynchronous) {
    await startFunction(request.call, caller);
    // D, Invoke: 202 and no body
    return custom("", [], request);
  }
  const { payload, functionError, executedVersion } = await callFunction(request.call, caller);
  const headers: Headers = [
    ["Content-Type", "application/json"],
    ["X-Amz-Executed-Version", executedVersion],
    ...(functionError === undefined ? [] : [["X-Amz-Function-Error", functionError] as const]),
  ];
  return custom(payload, headers, request);
}

function custom(payload: string, headers: Headers, { overrides }: LambdaRequest): IntegrationAnswer {
  const selectionValue = errorMessageOf(payload);
  return { kind: "custom", selectionValue, body: Buffer.from(payload), headers, overrides };
}

/**
 * What selection patterns see: the `errorMessage` of an error document, and nothing for a success (D, handle
 * Lambda errors). That a success with a member of that name counts too is how LocalStack reads it (C).
 */
function errorMessageOf(payload: string): string {
  try {
    const result: unknown = JSON.parse(payload);
    if (typeof result !== "object" || result === null || !("errorMessage" in result)) return "";
    return typeof result.errorMessage === "string" ? result.errorMessage : "";
  } catch {
    return "";
  }
}
