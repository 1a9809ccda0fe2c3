import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { Invocation } from "../invoke.ts";
import type { LambdaContext } from "./context.ts";
import { invalidContent, requestTooLarge } from "./errors.ts";
import { findFunction } from "./function-name.ts";

/** D: Lambda quotas, in bytes. */
const MAXIMUM_PAYLOAD = { RequestResponse: 6_291_456, Event: 1_048_576 };
/** D: bytes of the log that `LogType: Tail` answers. */
const LOG_TAIL = 4096;

/** Runs a function and waits (`RequestResponse`), runs it without waiting (`Event`), or only checks (`DryRun`). */
export async function Invoke(
  input: Checked<InvocationRequest>,
  context: LambdaContext,
): Promise<InvocationResponse> {
  const record = findFunction(context.store, context, input.FunctionName, input.Qualifier);
  const type = input.InvocationType ?? "RequestResponse";
  const invocation: Invocation = {
    functionArn: record.functionArn,
    payload: payloadOf(
      input.Payload,
      type === "Event" ? MAXIMUM_PAYLOAD.Event : MAXIMUM_PAYLOAD.RequestResponse,
    ),
    requestId: context.requestId,
  };
  if (type === "DryRun") return { StatusCode: 204 };
  if (type === "Event") {
    context.invoke(invocation).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      context.log(`asynchronous invocation ${context.requestId} of ${record.functionName} failed: ${reason}`);
    });
    return { StatusCode: 202, Payload: new Uint8Array() };
  }
  const result = await context.invoke(invocation);
  const log = Buffer.from(result.log);
  return {
    StatusCode: 200,
    Payload: Buffer.from(result.payload),
    ExecutedVersion: result.executedVersion,
    ...(result.functionError !== undefined && { FunctionError: result.functionError }),
    ...(input.LogType === "Tail" && {
      LogResult: log.subarray(Math.max(0, log.byteLength - LOG_TAIL)).toString("base64"),
    }),
  };
}

function payloadOf(bytes: Uint8Array | undefined, maximum: number): string {
  if (bytes === undefined || bytes.byteLength === 0) return "{}";
  if (bytes.byteLength > maximum) {
    throw requestTooLarge(`Request must be smaller than ${maximum} bytes for the InvokeFunction operation`);
  }
  const text = Buffer.from(bytes).toString("utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidContent(`Could not parse request body into json: ${reason}`, error);
  }
  return text;
}
