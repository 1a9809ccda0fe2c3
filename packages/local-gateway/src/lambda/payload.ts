import { AwsError } from "../aws-error.ts";
import { errorText } from "../error-text.ts";
import type { Invocation } from "./invoke.ts";

/** D, Lambda quotas: bytes of an event that is waited for, and of one that is not. */
const maximumBytes = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

const members = { Type: "User" };

/**
 * Refuses what Lambda does not take as an event (D, Invoke). The limits' messages are those that callers of AWS have
 * reported (github.com/ASFHyP3/hyp3/issues/2241 and others).
 *
 * @throws AwsError `RequestEntityTooLargeException`, `InvalidRequestContentException`.
 */
export function checkPayload(
  { payload, isJson }: Pick<Invocation, "payload" | "isJson">,
  type: keyof typeof maximumBytes,
): void {
  const maximum = maximumBytes[type];
  // No character needs more than three bytes a unit, so that hardly any text has to be measured.
  const bytes = payload.length * 3 > maximum ? Buffer.byteLength(payload) : 0;
  if (bytes > maximum) throw tooLarge(bytes, type);
  if (isJson !== true) parse(payload);
}

/** R test_oversized_zipped_create_lambda: not the name that the SDK has. */
function tooLarge(bytes: number, type: keyof typeof maximumBytes): AwsError {
  const maximum = maximumBytes[type];
  const message =
    type === "Event"
      ? `${bytes} byte payload is too large for the Event invocation type (limit ${maximum} bytes)`
      : `Request must be smaller than ${maximum} bytes for the InvokeFunction operation`;
  return new AwsError("RequestEntityTooLargeException", 413, message, { members });
}

/** The words before the reason are AWS's (srcecde/aws-tutorial-code#4); its parser is another one. */
function parse(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (cause) {
    throw new AwsError(
      "InvalidRequestContentException",
      400,
      `Could not parse request body into json: Could not parse payload into json: ${errorText(cause)}`,
      { cause, members },
    );
  }
}
