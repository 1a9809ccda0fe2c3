import { AwsError } from "../../aws-error.ts";
import { errorText } from "../../error-text.ts";
import type { FunctionRecord } from "../function-record.ts";
import type { Invocation } from "../invoke.ts";

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

/**
 * D, Invoke: the request body must be JSON.
 *
 * @throws AwsError `InvalidRequestContentException`.
 */
export function refusePayload({ payload, isJson }: Invocation): void {
  if (isJson === true) return;
  try {
    JSON.parse(payload);
  } catch (cause) {
    const why = errorText(cause);
    throw new AwsError(
      "InvalidRequestContentException",
      400,
      `Could not parse request body into json: ${why}`,
      {
        cause,
        members: { Type: "User" },
      },
    );
  }
}
