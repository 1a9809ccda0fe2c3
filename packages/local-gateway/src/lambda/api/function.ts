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
import type { FunctionRecord } from "../function-record.ts";
import { checkZip } from "./check-zip.ts";
import { checkedEnvironment, checkedRuntime, lambdaDate, toConfiguration } from "./configuration.ts";
import type { LambdaContext } from "./context.ts";
import { invalidParameter, resourceConflict } from "./errors.ts";
import { findFunction, functionArn, functions, parseFunctionName } from "./function-name.ts";
import { refuseUnsupported } from "./unsupported.ts";

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
      ...code,
      lastModified: lambdaDate(context.now),
      revisionId: context.ids.uuid(),
      tags: input.Tags ?? {},
      policy: {},
      architecture: input.Architectures?.[0] ?? "x86_64",
      ephemeralStorage: input.EphemeralStorage?.Size ?? 512,
    };
    store.put(functions, [context.region, name], record);
    return toConfiguration(record);
  });
}

export function GetFunction(input: Checked<GetFunctionRequest>, context: LambdaContext): GetFunctionResponse {
  const record = findFunction(context.store, context, input.FunctionName, input.Qualifier);
  const hasTags = Object.keys(record.tags).length > 0;
  return {
    Configuration: toConfiguration(record),
    Code: { RepositoryType: "S3", Location: `${context.endpoint}/_gatewright/code/${record.codeBlob}` },
    ...(hasTags && { Tags: { ...record.tags } }),
  };
}

export function GetFunctionConfiguration(
  input: Checked<GetFunctionConfigurationRequest>,
  context: LambdaContext,
): FunctionConfiguration {
  return toConfiguration(findFunction(context.store, context, input.FunctionName, input.Qualifier));
}

export function ListFunctions(
  input: Checked<ListFunctionsRequest>,
  context: LambdaContext,
): ListFunctionsResponse {
  const all = context.store.list(functions, context.region);
  const start =
    input.Marker === undefined ? 0 : Number(Buffer.from(input.Marker, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(start) || start < 0) throw invalidParameter("The marker is not valid.");
  // D: 50 at most in one answer.
  const end = start + Math.min(input.MaxItems ?? 50, 50);
  return {
    Functions: all.slice(start, end).map(toConfiguration),
    ...(end < all.length && { NextMarker: Buffer.from(String(end)).toString("base64url") }),
  };
}

/** The code stays until the next start, so that an invocation that runs can still read it. */
export async function DeleteFunction(
  input: Checked<DeleteFunctionRequest>,
  context: LambdaContext,
): Promise<DeleteFunctionResponse> {
  await context.store.transact((store) => {
    const record = findFunction(store, context, input.FunctionName, input.Qualifier);
    if (input.Qualifier !== undefined) {
      throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
    }
    store.delete(functions, record.region, record.functionName);
  });
  return { StatusCode: 204 };
}

/** Checks a package and keeps it; what the record says of it. */
export async function storeCode(
  zip: Uint8Array | undefined,
  context: LambdaContext,
): Promise<Pick<FunctionRecord, "codeSha256" | "codeSize" | "codeBlob">> {
  if (zip === undefined) throw invalidParameter("Please provide a source for function code.");
  checkZip(zip);
  return {
    codeSha256: createHash("sha256").update(zip).digest("base64"),
    codeSize: zip.byteLength,
    codeBlob: await context.store.writeBlob(zip),
  };
}
