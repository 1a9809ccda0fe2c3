import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  type Runtime,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { DeployError } from "../errors.ts";
import { isOurVariable, tagKeys, tagsOf } from "../names.ts";
import type { FunctionConfiguration } from "../state.ts";
import { retry } from "./retry.ts";
import { known, type Performers, type Run } from "./run.ts";

/** Lambda functions. Each change waits until the function can be called, or changed, again. */
export const functions: Performers<
  "CreateFunction" | "UpdateFunctionCode" | "UpdateFunctionConfiguration" | "DeleteFunction"
> = {
  async CreateFunction({ functionName, label, configuration, codeSha256 }, run) {
    const command = new CreateFunctionCommand({
      FunctionName: functionName,
      ...configurationInput(configuration),
      Environment: { Variables: configuration.environment },
      Code: { ZipFile: codeOf(run, codeSha256) },
      Tags: { ...tagsOf(run.scope), [tagKeys.function]: label },
    });
    await whenRoleIsKnown(run, () => run.clients.lambda.send(command));
    await settled(functionName, waitUntilFunctionActiveV2, run.clients.lambda);
  },
  async UpdateFunctionCode({ functionName, codeSha256 }, run) {
    const ZipFile = codeOf(run, codeSha256);
    await run.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, ZipFile }));
    await settled(functionName, waitUntilFunctionUpdatedV2, run.clients.lambda);
  },
  async UpdateFunctionConfiguration({ functionName, configuration }, run) {
    // The call replaces all variables; those that somebody else has set are never in a plan, which people read.
    const { Environment } = await run.clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    const others = Object.entries(Environment?.Variables ?? {}).filter(([name]) => !isOurVariable(name));
    const command = new UpdateFunctionConfigurationCommand({
      FunctionName: functionName,
      ...configurationInput(configuration),
      Environment: { Variables: { ...Object.fromEntries(others), ...configuration.environment } },
    });
    await whenRoleIsKnown(run, () => run.clients.lambda.send(command));
    await settled(functionName, waitUntilFunctionUpdatedV2, run.clients.lambda);
  },
  async DeleteFunction({ functionName }, { clients }) {
    await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: functionName }));
  },
};

function configurationInput({
  runtime,
  handler,
  role,
  memorySize,
  timeout,
  description,
}: FunctionConfiguration) {
  return {
    // The SDK's list of runtimes is only as new as the SDK.
    Runtime: runtime as Runtime,
    Handler: handler,
    Role: role,
    MemorySize: memorySize,
    Timeout: timeout,
    Description: description,
  };
}

function codeOf({ packages }: Run, sha256: string): Uint8Array {
  return known(packages.get(sha256), "deployment package");
}

/** A role that was made just now is not known everywhere: Lambda cannot assume it for some seconds. */
function whenRoleIsKnown({ sleep }: Run, send: () => Promise<unknown>): Promise<void> {
  return retry(send, { attempts: 15, pause: () => 2000, passes: isUnknownRole, sleep });
}

function isUnknownRole(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === "InvalidParameterValueException" &&
    error.message.includes("cannot be assumed by Lambda")
  );
}

async function settled(
  functionName: string,
  waitUntil: typeof waitUntilFunctionActiveV2,
  client: LambdaClient,
): Promise<void> {
  try {
    await waitUntil({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 3 }, { FunctionName: functionName });
  } catch (cause) {
    const message = `The function ${functionName} did not become active. See why with aws lambda get-function --function-name ${functionName}, then run it again.`;
    throw new DeployError("FunctionNotActive", message, { cause });
  }
}
