import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { Invocation } from "../invoke.ts";
import { checkPayload } from "../payload.ts";
import type { LambdaContext } from "./context.ts";
import { invalidContent } from "./errors.ts";
import { findQualified } from "./find-function.ts";

/** D: bytes of the log that `LogType: Tail` answers. */
const logTailBytes = 4096;

/** Runs a function and waits (`RequestResponse`), runs it without waiting (`Event`), or only checks (`DryRun`). */
export async function Invoke(
  input: Checked<InvocationRequest>,
  context: LambdaContext,
): Promise<InvocationResponse> {
  const type = input.InvocationType ?? "RequestResponse";
  const invocation = invocationOf(input, context, type === "Event" ? "Event" : "RequestResponse");
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
  type: "RequestResponse" | "Event",
): Invocation {
  const { arn } = findQualified(context.store, context, input.FunctionName, input.Qualifier);
  const payload = payloadOf(input.Payload);
  checkPayload({ payload }, type);
  return {
    functionArn: arn,
    payload,
    isJson: true,
    requestId: context.requestId,
    traceId: context.traceId,
    ...(input.ClientContext !== undefined && { clientContext: clientContextOf(input.ClientContext) }),
  };
}

/** The end of a log, in base64. */
export function logTail(log: string): string {
  const bytes = Buffer.from(log);
  return bytes.subarray(Math.max(0, bytes.byteLength - logTailBytes)).toString("base64");
}

/** D: a function that is sent nothing gets an empty object. */
function payloadOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined || bytes.byteLength === 0 ? "{}" : Buffer.from(bytes).toString("utf8");
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
