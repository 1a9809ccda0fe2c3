import { createHash } from "node:crypto";
import { type FunctionConfiguration, Runtime } from "@aws-sdk/client-lambda";
import type { FunctionRecord } from "../function-record.ts";
import { invalidParameter } from "./errors.ts";

/**
 * A version of a function in the SDK's shape. What is made here is ready at once, so that whoever waits for it does
 * not wait.
 *
 * @param arn with the qualifier as it was asked for.
 */
export function toConfiguration(record: FunctionRecord, arn = record.functionArn): FunctionConfiguration {
  const runtimeVersion = createHash("sha256").update(record.runtime).digest("hex");
  return {
    ...toListed(record, arn),
    State: "Active",
    LastUpdateStatus: "Successful",
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${record.region}::runtime:${runtimeVersion}` },
  };
}

const creating = { text: "The function is being created.", code: "Creating" } as const;

/**
 * What the call that makes a function or version answers: it is active and has another revision when it is next asked
 * for (R test_function_revisions_basic).
 */
export function toPending(record: FunctionRecord, arn: string, revisionId: string): FunctionConfiguration {
  const { LastUpdateStatus: _, ...configuration } = toConfiguration(record, arn);
  return {
    ...configuration,
    State: "Pending",
    StateReason: creating.text,
    StateReasonCode: creating.code,
    RevisionId: revisionId,
  };
}

/** With the code that updates were recorded with (R test_function_revisions_basic), which the SDK's type lacks. */
export type UpdatedConfiguration = Omit<FunctionConfiguration, "LastUpdateStatusReasonCode"> & {
  readonly LastUpdateStatusReasonCode?: string | undefined;
};

/** What a call that changes a function answers; the change is made, and has another revision, right after. */
export function toUpdating(record: FunctionRecord, revisionId: string): UpdatedConfiguration {
  return {
    ...toConfiguration(record),
    LastUpdateStatus: "InProgress",
    LastUpdateStatusReason: creating.text,
    LastUpdateStatusReasonCode: creating.code,
    RevisionId: revisionId,
  };
}

/** As it stands in lists: without its state (R test_version_lifecycle, test_list_functions). */
export function toListed(record: FunctionRecord, arn = record.functionArn): FunctionConfiguration {
  const hasEnvironment = record.hasEnvironment === true || Object.keys(record.environment).length > 0;
  return {
    FunctionName: record.functionName,
    FunctionArn: arn,
    Runtime: checkedRuntime(record.runtime),
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.codeSize,
    Description: record.description,
    Timeout: record.timeout,
    MemorySize: record.memorySize,
    LastModified: record.lastModified,
    CodeSha256: record.codeSha256,
    Version: record.version ?? "$LATEST",
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: record.revisionId,
    PackageType: "Zip",
    Architectures: [record.architecture === "arm64" ? "arm64" : "x86_64"],
    EphemeralStorage: { Size: record.ephemeralStorage ?? 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${record.functionName}` },
    ...(record.deadLetterTarget && { DeadLetterConfig: { TargetArn: record.deadLetterTarget } }),
    ...(hasEnvironment && { Environment: { Variables: { ...record.environment } } }),
  };
}

/** @throws AwsError when Lambda has no such runtime. */
export function checkedRuntime(runtime: string): Runtime {
  const found = Object.values(Runtime).find((candidate) => candidate === runtime);
  if (found === undefined) {
    throw invalidParameter(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ` +
        `[${Object.values(Runtime).join(", ")}] or be a valid ARN`,
    );
  }
  return found;
}

/** D: "Defined runtime environment variables", those that cannot be set. */
const reservedKeys = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

/** D: bytes of all names and values together. */
const maximumEnvironment = 4096;

export function checkedEnvironment(variables: { readonly [name: string]: string }): {
  readonly [name: string]: string;
} {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => reservedKeys.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables you have provided " +
        "contains reserved keys that are currently not supported for modification. Reserved keys used in this " +
        `request: ${reserved.join(", ")}`,
    );
  }
  const misnamed = names.find((name) => !/^[a-zA-Z]\w+$/.test(name));
  if (misnamed !== undefined) {
    throw invalidParameter(
      `1 validation error detected: Value '${misnamed}' at 'environment.variables' failed to satisfy constraint: ` +
        "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > maximumEnvironment) {
    throw invalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables you have provided " +
        `exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
  return variables;
}

/**
 * D, dead-letter queues: a queue or a topic; an empty ARN takes it away.
 *
 * @throws AwsError for any other resource; the words are not known.
 */
export function deadLetterOf(
  config: { readonly TargetArn?: string | undefined } | undefined,
): Pick<FunctionRecord, "deadLetterTarget"> {
  if (config?.TargetArn === undefined) return {};
  const { TargetArn } = config;
  if (TargetArn !== "" && !/^arn:[^:]+:(?:sqs|sns):/.test(TargetArn)) {
    throw invalidParameter(
      `The target ${TargetArn} of the dead-letter configuration is invalid: it is a queue of SQS or a topic of SNS`,
    );
  }
  return { deadLetterTarget: TargetArn };
}

/** Milliseconds since 1970 in Lambda's own way of writing dates. */
export function lambdaDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "+0000");
}
