import { createHash } from "node:crypto";
import type {
  CreateFunctionRequest,
  DeleteFunctionRequest,
  DeleteFunctionResponse,
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from "@aws-sdk/client-lambda";
import type { Checked } from "../../protocol/checked.ts";
import { eventInvokeConfigs } from "../event-record.ts";
import type { FunctionRecord } from "../function-record.ts";
import { checkZip } from "./check-zip.ts";
import { concurrencyOf } from "./concurrency.ts";
import {
  checkedEnvironment,
  checkedRuntime,
  deadLetterOf,
  lambdaDate,
  toConfiguration,
  toListed,
  toPending,
} from "./configuration.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter, resourceConflict } from "./errors.ts";
import { aliases, findFunction, findQualified, functions, versions } from "./find-function.ts";
import { functionArn, parseFunctionName, parseQualified } from "./function-name.ts";
import { page } from "./page.ts";
import { checkedTags } from "./tags.ts";
import { refuseUnsupported } from "./unsupported.ts";
import { publish } from "./version.ts";

/** The code is stored first; the function that names it appears after. */
export async function CreateFunction(
  input: Checked<CreateFunctionRequest>,
  context: LambdaContext,
): Promise<FunctionConfiguration> {
  refuseUnsupported("CreateFunction", input);
  const name = parseFunctionName(input.FunctionName, context)?.name ?? input.FunctionName;
  if (input.Runtime === undefined || input.Handler === undefined) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  if (name.length > 64) throw invalidParameter(`The function name ${name} is longer than 64 characters.`);
  const environment = checkedEnvironment(input.Environment?.Variables ?? {});
  const runtime = checkedRuntime(input.Runtime);
  const handler = input.Handler;
  const code = await storeCode(input.Code.ZipFile, context);
  return context.store.transact((store) => {
    if (store.get(functions, context.region, name) !== undefined) {
      throw resourceConflict(`Function already exist: ${name}`);
    }
    const record: FunctionRecord = {
      functionName: name,
      functionArn: functionArn(context, name),
      region: context.region,
      runtime,
      handler,
      role: input.Role,
      description: input.Description ?? "",
      timeout: input.Timeout ?? 3,
      memorySize: input.MemorySize ?? 128,
      environment,
      hasEnvironment: input.Environment !== undefined,
      ...code,
      lastModified: lambdaDate(context.now),
      revisionId: context.ids.uuid(),
      tags: checkedTags(input.Tags ?? {}),
      policy: {},
      ...deadLetterOf(input.DeadLetterConfig),
      architecture: input.Architectures?.[0] ?? "x86_64",
      ephemeralStorage: input.EphemeralStorage?.Size ?? 512,
    };
    store.put(functions, [context.region, name], record);
    // R test_publish_version_on_create: the version's number with the function's own ARN.
    const made = input.Publish === true ? publish(store, context, record) : record;
    return toPending(made, record.functionArn, context.ids.uuid());
  });
}

export function GetFunction(input: Checked<GetFunctionRequest>, context: LambdaContext): GetFunctionResponse {
  const { record, arn, latest } = findQualified(context.store, context, input.FunctionName, input.Qualifier);
  const hasTags = Object.keys(latest.tags).length > 0;
  const concurrency = concurrencyOf(latest);
  return {
    Configuration: toConfiguration(record, arn),
    Code: { RepositoryType: "S3", Location: `${context.endpoint}/_gatewright/code/${record.codeBlob}` },
    ...(hasTags && { Tags: { ...latest.tags } }),
    ...(concurrency !== undefined && { Concurrency: concurrency }),
  };
}

export function GetFunctionConfiguration(
  input: Checked<GetFunctionConfigurationRequest>,
  context: LambdaContext,
): FunctionConfiguration {
  const { record, arn } = findQualified(context.store, context, input.FunctionName, input.Qualifier);
  return toConfiguration(record, arn);
}

export function ListFunctions(
  input: Checked<ListFunctionsRequest>,
  context: LambdaContext,
): ListFunctionsResponse {
  const latest = context.store.list(functions, context.region);
  const { items, NextMarker } = page(
    input.FunctionVersion === undefined
      ? latest.map((record) => toListed(record))
      : latest.flatMap(allVersions),
    input,
  );
  return { Functions: items, ...(NextMarker !== undefined && { NextMarker }) };

  function allVersions(record: FunctionRecord): FunctionConfiguration[] {
    const published = context.store.list(versions, context.region, record.functionName);
    return [
      toListed(record, `${record.functionArn}:$LATEST`),
      ...published.map((version) => toListed(version)),
    ];
  }
}

/**
 * Deletes a function with all its versions and aliases, or one version that no alias names; a version that is not
 * there counts as deleted. The code stays until the next start, so that an invocation that runs can still read it.
 */
export async function DeleteFunction(
  input: Checked<DeleteFunctionRequest>,
  context: LambdaContext,
): Promise<DeleteFunctionResponse> {
  await context.store.transact((store) => {
    const { qualifier } = parseQualified(input.FunctionName, context, input.Qualifier);
    if (qualifier === "$LATEST") {
      throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
    }
    const unqualified = qualifier === undefined ? input.FunctionName : unqualifiedName(input.FunctionName);
    const { region, functionName } = findFunction(store, context, unqualified);
    if (qualifier === undefined) {
      store.delete(functions, region, functionName);
      store.deleteAll(versions, region, functionName);
      store.deleteAll(aliases, region, functionName);
      store.deleteAll(eventInvokeConfigs, region, functionName);
      return;
    }
    if (!/^\d+$/.test(qualifier)) throw invalidParameter("Deletion of aliases is not currently supported.");
    const naming = store
      .list(aliases, region, functionName)
      .filter(({ functionVersion, weights }) => functionVersion === qualifier || qualifier in weights)
      .map(({ name }) => name);
    if (naming.length > 0) {
      throw resourceConflict(
        `Unable to delete version because the following aliases reference it: [${naming.join(", ")}]`,
      );
    }
    store.delete(versions, region, functionName, qualifier);
    store.delete(eventInvokeConfigs, region, functionName, qualifier);
  });
  return { StatusCode: 204 };

  function unqualifiedName(text: string): string {
    const { region, accountId, name } = parseQualified(text, context);
    return functionArn({ region, accountId }, name);
  }
}

/** Checks a package and keeps it; what the record says of it. */
export async function storeCode(
  zip: Uint8Array | undefined,
  context: LambdaContext,
): Promise<Pick<FunctionRecord, "codeSha256" | "codeSize" | "codeBlob">> {
  if (zip === undefined) throw invalidParameter("Please provide a source for function code.");
  await checkZip(zip);
  return {
    codeSha256: createHash("sha256").update(zip).digest("base64"),
    codeSize: zip.byteLength,
    codeBlob: await context.store.writeBlob(zip),
  };
}
