import { delimiter, dirname } from "node:path";
import type { FunctionRecord } from "../function-record.ts";

/**
 * All that a function's process finds in its environment: what Lambda defines (D, "defined runtime
 * environment variables") and the user's own variables, nothing of the gateway's. The reserved ones win, because
 * Lambda refuses a function that sets one of them; those before them are the user's to change.
 */
export function environmentVariables(
  record: FunctionRecord,
  options: {
    readonly taskRoot: string;
    readonly logStreamName: string;
    /** Where the AWS SDKs in the function find the local services. */
    readonly endpoint: string;
    readonly execPath: string;
  },
): Record<string, string> {
  const { taskRoot, logStreamName, endpoint, execPath } = options;
  return {
    LANG: "en_US.UTF-8",
    PATH: [dirname(execPath), "/usr/local/bin", "/usr/bin", "/bin", "/opt/bin"].join(delimiter),
    TZ: ":UTC",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    // Nobody listens there: what the X-Ray SDK sends goes nowhere.
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    AWS_ENDPOINT_URL: endpoint,
    ...record.environment,
    _HANDLER: record.handler,
    AWS_REGION: record.region,
    AWS_DEFAULT_REGION: record.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${record.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: record.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(record.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: record.version ?? "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${record.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_SESSION_TOKEN: "test",
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
  };
}
