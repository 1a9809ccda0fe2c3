import type { IntegrationAnswer, LambdaRequest } from "../passing.ts";
import { callFunction, type FunctionCaller } from "./call-function.ts";

/** Invokes the function; its result or its error document goes to the integration responses. */
export async function lambda(request: LambdaRequest, caller: FunctionCaller): Promise<IntegrationAnswer> {
  const { payload } = await callFunction(request.call, caller);
  return {
    kind: "custom",
    selectionValue: errorMessageOf(payload),
    body: payload,
    headers: [],
    overrides: request.overrides,
  };
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
