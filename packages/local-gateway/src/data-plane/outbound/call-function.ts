import { AwsError } from "../../aws-error.ts";
import type { InvokeLater } from "../../lambda/asynchronous.ts";
import type {
  Invocation,
  InvocationResult,
  Invoke,
  InvokeStreaming,
  StreamedResult,
} from "../../lambda/invoke.ts";
import type { After } from "../../lambda/timers.ts";
import type { LambdaCall } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { type Acting, actingName, type MayAct, mayActOrRefuse } from "./acting.ts";

/** Whether a function's policy lets API Gateway invoke it for a method ARN. */
export type MayInvoke = (functionArn: string, sourceArn: string) => boolean;

export interface FunctionCaller {
  readonly invoke: Invoke;
  readonly invokeStreaming: InvokeStreaming;
  readonly invokeLater: InvokeLater;
  readonly mayInvoke: MayInvoke;
  /** Asked before a function is invoked in the name of a role, or of the caller. */
  readonly mayAct: MayAct;
  readonly after: After;
}

/**
 * Invokes a function for a method. After the timeout the caller gets its 504 while the function goes on,
 * as it does on AWS.
 */
export function callFunction(call: LambdaCall, caller: FunctionCaller): Promise<InvocationResult> {
  refuseForbidden(call, caller);
  return inTime(call, caller.after, caller.invoke(invocationOf(call)));
}

/** Invokes a function that streams; the timeout is for its first byte. Else as `callFunction`. */
export function callStreaming(call: LambdaCall, caller: FunctionCaller): Promise<StreamedResult> {
  refuseForbidden(call, caller);
  return inTime(call, caller.after, caller.invokeStreaming(invocationOf(call)));
}

function invocationOf({ functionArn, payload, isJson, requestId, traceId }: LambdaCall): Invocation {
  return isJson
    ? { functionArn, payload, isJson, requestId, traceId }
    : { functionArn, payload, requestId, traceId };
}

function inTime<Result>(
  { functionArn, timeoutMilliseconds }: LambdaCall,
  after: After,
  running: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = after(timeoutMilliseconds, () =>
      reject(
        new Refusal(
          "integration-timeout",
          `${functionArn} has not answered within ${timeoutMilliseconds} ms (timeoutInMillis); it goes on running`,
        ),
      ),
    );
    running.then(
      (result) => {
        cancel();
        resolve(result);
      },
      (error: unknown) => {
        cancel();
        reject(error instanceof AwsError ? notRun(functionArn, error) : error);
      },
    );
  });
}

/**
 * What Lambda refuses is a fault of the configuration (what it says of too many invocations is quoted from execution
 * logs), but for an event that it does not take: that is the caller's, who is told. Sources: answers of AWS's in
 * serverless/serverless#2270, srcecde/aws-tutorial-code#4 (K the status) and koki-develop/lgtm-generator#10, and a line
 * of a log in theburningmonk.com/2020/04/hit-the-6mb-lambda-payload-limit-heres-what-you-can-do.
 */
function notRun(functionArn: string, error: AwsError): Refusal {
  const { code, message } = error;
  const reason = `Lambda refused to run ${functionArn}: ${code}: ${message}`;
  const ofEvent = { cause: error, logged: `Execution failed: ${message}` };
  switch (code) {
    case "InvalidRequestContentException":
      return new Refusal("event-not-json", reason, { ...ofEvent, wireMessage: message });
    case "RequestEntityTooLargeException":
      return new Refusal("event-too-large", reason, ofEvent);
    case "ResourceNotFoundException":
      return new Refusal(
        "configuration-error",
        `there is no function ${functionArn}: create it, or name another in the uri`,
        { cause: error, logged: message },
      );
    default:
      return new Refusal("configuration-error", reason, { cause: error, logged: message });
  }
}

/** Invokes a function and waits for nothing: what becomes of it is in the function's log. */
export function startFunction(call: LambdaCall, caller: FunctionCaller): Promise<void> {
  refuseForbidden(call, caller);
  return caller.invokeLater(invocationOf(call)).catch((error: unknown) => {
    throw error instanceof AwsError ? notRun(call.functionArn, error) : error;
  });
}

function refuseForbidden({ functionArn, invokedBy }: LambdaCall, caller: FunctionCaller): void {
  if (invokedBy.kind !== "api") {
    refuseActing(functionArn, invokedBy, caller.mayAct);
  } else if (!caller.mayInvoke(functionArn, invokedBy.sourceArn)) {
    throw new Refusal(
      "configuration-error",
      `the policy of ${functionArn} does not let ${invokedBy.sourceArn} invoke it: aws lambda add-permission --function-name ${functionArn} --statement-id api --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn '${invokedBy.sourceArn}'`,
      // C (quoted in many a question)
      { logged: "Invalid permissions on Lambda function" },
    );
  }
}

function refuseActing(functionArn: string, acting: Acting, mayAct: MayAct): void {
  if (mayActOrRefuse(acting, { action: "lambda:InvokeFunction", resource: functionArn }, mayAct)) return;
  throw new Refusal(
    "configuration-error",
    `the policies of ${actingName(acting)} do not allow lambda:InvokeFunction on ${functionArn}`,
    // C, as for a function's own policy; K that Lambda's 403 is told in the same words here
    { logged: "Invalid permissions on Lambda function" },
  );
}
