import { AwsError } from "../aws-error.ts";
import { errorText } from "../error-text.ts";
import type { Told } from "../services/tell-destination.ts";
import { errorMessageOf } from "./error-message.ts";
import type { Attempt } from "./event-outcome.ts";
import type { EventRecord } from "./event-record.ts";
import type { FunctionRecord } from "./function-record.ts";

/** Characters. */
const longestMessage = 1024;

/**
 * What a dead-letter queue or topic gets of an event that is given up (D, capturing records of Lambda asynchronous
 * invocations, dead-letter queues): the event as it came, and why as attributes. Undefined when the function has none.
 */
export function deadLetter(
  { invocation }: EventRecord,
  record: FunctionRecord | undefined,
  attempt: Attempt,
): Told | undefined {
  const { deadLetterTarget: destination = "", role: roleArn = "" } = record ?? {};
  if (destination === "") return undefined;
  const { status, message } = failureOf(attempt);
  const attributes = {
    RequestID: { type: "String", value: invocation.requestId },
    ErrorCode: { type: "Number", value: String(status) },
    ErrorMessage: { type: "String", value: message.slice(0, longestMessage) },
  } as const;
  const { functionArn, payload } = invocation;
  return { destination, functionArn, roleArn, isSuccess: false, record: payload, attributes };
}

/** What Lambda answered at last: a function that fails is a 200. */
function failureOf(attempt: Attempt): { readonly status: number; readonly message: string } {
  if (attempt.kind === "refused") {
    const { error } = attempt;
    return { status: error instanceof AwsError ? error.status : 500, message: errorText(error) };
  }
  const { payload } = attempt.result;
  return { status: 200, message: errorMessageOf(payload) ?? payload };
}
