import type { UpdateFunctionCodeRequest, UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import type { FunctionRecord } from "../function-record.ts";
import {
  checkedEnvironment,
  checkedRuntime,
  deadLetterOf,
  lambdaDate,
  toConfiguration,
  toPending,
  toUpdating,
  type UpdatedConfiguration,
} from "./configuration.ts";
import type { LambdaContext } from "./context.ts";
import { staleRevision } from "./errors.ts";
import { findFunction, functions } from "./find-function.ts";
import { storeCode } from "./function.ts";
import { refuseUnsupported } from "./unsupported.ts";
import { publish } from "./version.ts";

/** With `DryRun` the package is checked and what would be is answered, but nothing is kept. */
export async function UpdateFunctionCode(
  input: Checked<UpdateFunctionCodeRequest>,
  context: LambdaContext,
): Promise<UpdatedConfiguration> {
  refuseUnsupported("UpdateFunctionCode", input);
  findFunction(context.store, context, input.FunctionName);
  const code = await storeCode(input.ZipFile, context);
  return change(context, input, (record) => ({
    ...record,
    ...code,
    architecture: input.Architectures?.[0] ?? record.architecture ?? "x86_64",
  }));
}

export function UpdateFunctionConfiguration(
  input: Checked<UpdateFunctionConfigurationRequest>,
  context: LambdaContext,
): Promise<UpdatedConfiguration> {
  refuseUnsupported("UpdateFunctionConfiguration", input);
  return change(context, input, (record) => ({
    ...record,
    runtime: input.Runtime === undefined ? record.runtime : checkedRuntime(input.Runtime),
    handler: input.Handler ?? record.handler,
    role: input.Role ?? record.role,
    ...deadLetterOf(input.DeadLetterConfig),
    description: input.Description ?? record.description,
    timeout: input.Timeout ?? record.timeout,
    memorySize: input.MemorySize ?? record.memorySize,
    environment:
      input.Environment === undefined
        ? record.environment
        : checkedEnvironment(input.Environment.Variables ?? {}),
    hasEnvironment: input.Environment !== undefined || record.hasEnvironment === true,
    ephemeralStorage: input.EphemeralStorage?.Size ?? record.ephemeralStorage ?? 512,
  }));
}

function change(
  context: LambdaContext,
  input: {
    readonly FunctionName: string;
    readonly RevisionId?: string | undefined;
    readonly DryRun?: boolean | undefined;
    readonly Publish?: boolean | undefined;
  },
  update: (record: FunctionRecord) => FunctionRecord,
): Promise<UpdatedConfiguration> {
  return context.store.transact((store) => {
    const before = findFunction(store, context, input.FunctionName);
    if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) {
      throw staleRevision("GetFunction/GetAlias");
    }
    const after = {
      ...update(before),
      lastModified: lambdaDate(context.now),
      revisionId: context.ids.uuid(),
    };
    if (input.DryRun === true) return toConfiguration(after);
    store.put(functions, [after.region, after.functionName], after);
    if (input.Publish !== true) return toUpdating(after, context.ids.uuid());
    const version = publish(store, context, after);
    return toPending(version, version.functionArn, version.revisionId);
  });
}
