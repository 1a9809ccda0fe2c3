import { failureOf } from "../../lambda/error-message.ts";
import { fromBase64 } from "../mapping/base64.ts";
import { callFunction, type FunctionCaller } from "../outbound/call-function.ts";
import type { IntegrationAnswer, LambdaProxyRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { readResult } from "./proxy-result.ts";

/** Invokes the function and reads its result as an HTTP answer. */
export async function lambdaProxy(
  request: LambdaProxyRequest,
  caller: FunctionCaller,
): Promise<IntegrationAnswer> {
  const { payload, functionError } = await callFunction(request.call, caller);
  if (functionError !== undefined) {
    throw new Refusal("malformed-proxy-response", `the function failed: ${failureOf(payload)}`);
  }
  const result = readResult(payload);
  return {
    kind: "lambda-proxy",
    response: {
      status: result.statusCode,
      headers: result.headers,
      body:
        result.isBase64Encoded && request.binaryAccepted ? decoded(result.body) : Buffer.from(result.body),
      stream: undefined,
    },
  };
}

function decoded(body: string): Uint8Array {
  const bytes = fromBase64(body);
  if (bytes === undefined) {
    throw new Refusal("configuration-error", "isBase64Encoded is true, and the body is not base64");
  }
  return bytes;
}
