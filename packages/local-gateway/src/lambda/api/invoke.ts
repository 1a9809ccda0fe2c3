import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import { errorText } from "../../error-text.ts";
import type { Checked } from "../../protocol/checked.ts";
import type { Invocation } from "../invoke.ts";
import type { LambdaContext } from "./context.ts";
import { invalidContent, requestTooLarge } from "./errors.ts";
import { findQualified } from "./find-function.ts";

/** D: Lambda quotas, in bytes. */
export const MAXIMUM_PAYLOAD = { RequestResponse: 6_291_456, Event: 1_048_576 };
/** D: bytes of the log that `LogType: Tail` answers. */
const LOG_TAIL = 4096;

/** Runs a function and waits (`RequestResponse`), runs it without waiting (`Event`), or only checks (`DryRun`). */
export async function Invoke(
  input: Checked<InvocationRequest>,
  context: LambdaContext,
): Promise<InvocationResponse> {
  const type = input.InvocationType ?? "RequestResponse";
  const invocation = invocationOf(
    input,
    context,
    MAXIMUM_PAYLOAD[type === "Event" ? "Event" : "RequestResponse"],
  );
  if (type === "DryRun") return { StatusCode: 204, Payload: new Uint8Array() };
  if (type === "Event") {
    await context.invokeLater(invocation);
    return { StatusCode: 202, Payload: new Uint8Array() };
  }
  const result = await context.invoke(invocation);
  return {
    StatusCode: 200,
    Payload: Buffer.from(result.payload),
    ExecutedVersion: result.executedVersion,
    ...(result.functionError !== undefined && { FunctionError: result.functionError }),
    ...(input.LogType === "Tail" && { LogResult: logTail(result.log()) }),
  };
}

/** What an operation asks to be run. */
export function invocationOf(
  input: Pick<Checked<InvocationRequest>, "FunctionName" | "Qualifier" | "Payload" | "ClientContext">,
  context: LambdaContext,
  maximum: number,
): Invocation {
  const { arn } = findQualified(context.store, context, input.FunctionName, input.Qualifier);
  return {
    functionArn: arn,
    payload: payloadOf(input.Payload, maximum),
    requestId: context.requestId,
    ...(input.ClientContext !== undefined && { clientContext: clientContextOf(input.ClientContext) }),
  };
}

/** The end of a log, in base64. */
export function logTail(log: string): string {
  const bytes = Buffer.from(log);
  return bytes.subarray(Math.max(0, bytes.byteLength - LOG_TAIL)).toString("base64");
}

/** The limits' messages are those that callers of AWS have reported (github.com/ASFHyP3/hyp3/issues/2241 and others). */
function payloadOf(bytes: Uint8Array | undefined, maximum: number): string {
  if (bytes === undefined || bytes.byteLength === 0) return "{}";
  if (bytes.byteLength > maximum) {
    throw requestTooLarge(
      maximum === MAXIMUM_PAYLOAD.Event
        ? `${bytes.byteLength} byte payload is too large for the Event invocation type (limit ${maximum} bytes)`
        : `Request must be smaller than ${maximum} bytes for the InvokeFunction operation`,
    );
  }
  const text = Buffer.from(bytes).toString("utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = errorText(error);
    throw invalidContent(`Could not parse request body into json: ${reason}`, error);
  }
  return text;
}

function clientContextOf(base64: string): string {
  const text = Buffer.from(base64, "base64").toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw invalidContent("Client context must be a valid Base64-encoded JSON object.", error);
  }
}
