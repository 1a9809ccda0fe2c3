import type {
  InvokeWithResponseStreamRequest,
  InvokeWithResponseStreamResponse,
  InvokeWithResponseStreamResponseEvent,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { StreamedResult } from "../invoke.ts";
import type { LambdaContext } from "./context.ts";
import { invocationOf, logTail, MAXIMUM_PAYLOAD } from "./invoke.ts";

/** Runs a function and answers with what it writes, as it writes it. */
export async function InvokeWithResponseStream(
  input: Checked<InvokeWithResponseStreamRequest>,
  context: LambdaContext,
): Promise<InvokeWithResponseStreamResponse> {
  const invocation = invocationOf(input, context, MAXIMUM_PAYLOAD.RequestResponse);
  if (input.InvocationType === "DryRun") return { StatusCode: 204 };
  const result = await context.invokeStreaming(invocation);
  return {
    StatusCode: 200,
    ExecutedVersion: result.executedVersion,
    ResponseStreamContentType: "application/vnd.amazon.eventstream",
    EventStream: eventsOf(result, input.LogType === "Tail"),
  };
}

async function* eventsOf(
  { stream, completed }: StreamedResult,
  withLog: boolean,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  for await (const chunk of stream) {
    if (chunk instanceof Uint8Array) yield { PayloadChunk: { Payload: chunk } };
  }
  const { error, log } = await completed;
  yield {
    InvokeComplete: {
      ...(error !== undefined && { ErrorCode: error.functionError, ErrorDetails: error.payload }),
      ...(withLog && { LogResult: logTail(log()) }),
    },
  };
}
