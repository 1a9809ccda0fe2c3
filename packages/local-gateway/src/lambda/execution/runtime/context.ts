import type { InvokeMessage } from "../messages.ts";

/** What a handler gets as its context. The environment is read each time, as AWS's runtime clients do. */
export function contextOf(message: InvokeMessage, callbacks: boolean): object {
  const { env } = process;
  const context = {
    functionVersion: env["AWS_LAMBDA_FUNCTION_VERSION"],
    functionName: env["AWS_LAMBDA_FUNCTION_NAME"],
    memoryLimitInMB: env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    logGroupName: env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: env["AWS_LAMBDA_LOG_STREAM_NAME"],
    clientContext: message.clientContext === undefined ? undefined : JSON.parse(message.clientContext),
    identity: undefined,
    invokedFunctionArn: message.invokedFunctionArn,
    awsRequestId: message.requestId,
    tenantId: undefined,
  };
  const getRemainingTimeInMillis = () => message.deadline - Date.now();
  return callbacks
    ? { ...context, getRemainingTimeInMillis }
    : { ...context, xRayTraceId: message.traceId, getRemainingTimeInMillis };
}
