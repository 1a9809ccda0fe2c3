import { AwsError } from "../../aws-error.ts";
import type { FunctionRecord } from "../function-record.ts";

/** Those whose client the gateway has. */
const runtimes: ReadonlySet<string> = new Set(["nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"]);

/** @throws AwsError `InvalidRuntimeException`. */
export function refuseRuntime({ functionName, runtime }: FunctionRecord): void {
  if (runtimes.has(runtime)) return;
  throw new AwsError(
    "InvalidRuntimeException",
    502,
    `${functionName} has the runtime ${runtime}; the local gateway runs nodejs18.x, nodejs20.x, nodejs22.x and nodejs24.x`,
    { members: { Type: "User" } },
  );
}

export function functionNotFound(functionArn: string): AwsError {
  return new AwsError("ResourceNotFoundException", 404, `Function not found: ${functionArn}`, {
    members: { Type: "User" },
  });
}
