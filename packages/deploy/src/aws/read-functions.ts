import {
  type FunctionConfiguration as AwsFunction,
  GetFunctionCommand,
  type GetFunctionCommandOutput,
  paginateListFunctions,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { compare } from "../canonical.ts";
import { notOurs } from "../errors.ts";
import { functionPrefix, hasTagsOf, isOurVariable, tagKeys } from "../names.ts";
import type { FunctionState, Scope, State } from "../state.ts";
import type { Clients } from "../target.ts";
import { orNothing } from "./or-nothing.ts";
import { readPermission } from "./permissions.ts";

/**
 * The functions that are ours, also those that no route asks for any more. Throws `NotOurs` when one that is asked for
 * has the name of somebody else's.
 */
export async function readFunctions(
  clients: Clients,
  desired: State,
  restApiId: string | undefined,
): Promise<readonly FunctionState[]> {
  const { scope } = desired;
  const names: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: clients.lambda }, {})) {
    names.push(
      ...Functions.flatMap(({ FunctionName = "" }) =>
        FunctionName.startsWith(functionPrefix(scope)) ? [FunctionName] : [],
      ),
    );
  }
  const functions = await Promise.all(names.map((name) => readFunction(clients, scope, name, restApiId)));
  const foreign = names.find(
    (name, index) => functions[index] === undefined && desired.functions.some((one) => one.name === name),
  );
  if (foreign !== undefined) throw notOurs("function", foreign, scope);
  return functions.filter((one) => one !== undefined).sort((left, right) => compare(left.name, right.name));
}

async function readFunction(
  clients: Clients,
  scope: Scope,
  name: string,
  restApiId: string | undefined,
): Promise<FunctionState | undefined> {
  const found = await orNothing(clients.lambda.send(new GetFunctionCommand({ FunctionName: name })));
  // Of another stage that begins with the name of this one, or nobody's: not ours either way.
  if (!hasTagsOf(scope, found?.Tags)) return undefined;
  await settle(clients, found?.Configuration);
  const { Configuration = {}, Tags = {} }: Partial<GetFunctionCommandOutput> = found ?? {};
  return {
    name,
    label: Tags[tagKeys.function] ?? name,
    configuration: {
      runtime: Configuration.Runtime ?? "",
      handler: Configuration.Handler ?? "",
      role: Configuration.Role ?? "",
      memorySize: Configuration.MemorySize ?? 0,
      timeout: Configuration.Timeout ?? 0,
      description: Configuration.Description ?? "",
      environment: Object.fromEntries(
        Object.entries(Configuration.Environment?.Variables ?? {}).filter(([variable]) =>
          isOurVariable(variable),
        ),
      ),
    },
    codeSha256: Configuration.CodeSha256 ?? "",
    codeSize: Configuration.CodeSize ?? 0,
    permission: await readPermission(clients, scope, name, restApiId),
  };
}

/** A run that was ended may have left a function in the middle of a change, in which it takes no other. */
async function settle({ lambda }: Clients, configuration: AwsFunction | undefined): Promise<void> {
  const input = { FunctionName: configuration?.FunctionName ?? "" };
  if (configuration?.State === "Pending")
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 120 }, input);
  if (configuration?.LastUpdateStatus === "InProgress") {
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 120 }, input);
  }
}
