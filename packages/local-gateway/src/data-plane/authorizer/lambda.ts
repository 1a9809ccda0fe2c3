import type { Authorizer } from "@aws-sdk/client-api-gateway";
import type { Clock } from "../../effects.ts";
import { errorMessageOf, failureOf } from "../../lambda/error-message.ts";
import type { InvocationResult } from "../../lambda/invoke.ts";
import type { Policy } from "../../policy/document.ts";
import { type Decision, evaluate } from "../../policy/evaluate.ts";
import type { LambdaAuthorizedCaller } from "../caller.ts";
import { accessOf, methodArn } from "../context/access.ts";
import { withAdditional } from "../context/additional-context.ts";
import { type RequestIds, requestContext } from "../context/request-context.ts";
import { printTraceId } from "../context/trace-id.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { actingAs } from "../outbound/acting.ts";
import { callFunction, type FunctionCaller } from "../outbound/call-function.ts";
import { functionOf, withStageVariables } from "../outbound/integration-uri.ts";
import type { LambdaCall, RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { AuthorizerCache } from "./cache.ts";
import { type IdentityInput, identitySources, identityValue } from "./identity-source.ts";
import { isValid } from "./identity-validation.ts";
import { type AuthorizerAnswer, misbehaved, readAnswer } from "./lambda-answer.ts";
import { requestEvent, tokenEvent } from "./lambda-event.ts";

export interface LambdaAuthorizerInput {
  readonly request: RoutedRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly authorizer: Authorizer;
  readonly functions: FunctionCaller;
  readonly cache: AuthorizerCache;
  readonly clock: Clock;
}

/** Seconds that an answer is kept where the authorizer does not say (D, CreateAuthorizer). */
const defaultTtl = 300;

/** Milliseconds: an authorizer may take no longer than an integration may by default. */
const timeout = 29_000;

/**
 * Asks a Lambda authorizer who calls. Its answer is kept by the values of the identity sources alone, so a policy that
 * names one method denies the others for as long as it is kept (D, caching of Lambda authorizer policies).
 */
export async function byLambdaAuthorizer(input: LambdaAuthorizerInput): Promise<{
  readonly caller: LambdaAuthorizedCaller;
  readonly decision: Decision;
  readonly policies: readonly Policy[];
}> {
  const { request, stage, ids, authorizer, cache, clock } = input;
  const identity = identityOf(input);
  const key = {
    restApiId: request.raw.restApiId,
    stageName: request.raw.stageName,
    authorizerId: authorizer.id ?? "",
    identitySource: authorizer.identitySource ?? "",
    identity,
  };
  const kept = identity.length === 0 ? undefined : cache.get(key, stage.authorizersFlushedAt);
  const startedAt = clock();
  const answer = kept ?? (await ask(input, identity));
  const integrationLatency = kept === undefined ? clock() - startedAt : 0;
  if (kept === undefined && identity.length > 0) {
    cache.put(key, answer, authorizer.authorizerResultTtlInSeconds ?? defaultTtl);
  }
  const { principalId, context, policy, usageIdentifierKey } = answer;
  const caller: LambdaAuthorizedCaller = {
    kind: "lambda",
    principalId,
    context,
    integrationLatency,
    isKept: kept !== undefined,
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  };
  const { principal: _, ...access } = accessOf(request, stage, ids, caller);
  return { caller, decision: evaluate(policy, access), policies: [policy] };
}

/** The values of the identity sources: each has to be there (D, CreateAuthorizer), or the function is not asked. */
function identityOf(input: LambdaAuthorizerInput): string[] {
  const { authorizer, stage } = input;
  const sources = identitySources(authorizer.identitySource);
  const from: IdentityInput = {
    request: input.request,
    context: anonymousContext(input),
    stageVariables: stage.stage.variables ?? {},
  };
  return sources.map((source) => {
    const value = identityValue(source, from);
    if (value === undefined)
      throw unauthorized(`the identity source ${source} of the request is missing or empty`);
    const expression = authorizer.type === "TOKEN" ? authorizer.identityValidationExpression : undefined;
    if (expression !== undefined && expression !== "" && !isValid(value, expression)) {
      throw unauthorized(
        `the token does not match identityValidationExpression ${JSON.stringify(expression)}`,
      );
    }
    return value;
  });
}

async function ask(input: LambdaAuthorizerInput, [token = ""]: readonly string[]): Promise<AuthorizerAnswer> {
  const { request, stage, ids, authorizer, functions } = input;
  const stageVariables = stage.stage.variables ?? {};
  const uri = withStageVariables(authorizer.authorizerUri ?? "", stageVariables);
  const functionArn = functionOf(uri)?.functionArn;
  if (functionArn === undefined) throw misbehaved(`its authorizerUri "${uri}" names no function`);
  const arn = methodArn(request, stage);
  const event =
    authorizer.type === "TOKEN"
      ? tokenEvent(arn, token)
      : requestEvent(arn, request, anonymousContext(input), {
          stageVariables,
          binaryMediaTypes: [],
          traceRoot: stage.isTest ? undefined : ids.trace.root,
        });
  const credentials = authorizer.authorizerCredentials;
  const sourceArn = `arn:aws:execute-api:${stage.region}:${stage.accountId}:${stage.api.id}/authorizers/${authorizer.id}`;
  const call = {
    functionArn,
    payload: JSON.stringify(event),
    isJson: true,
    requestId: ids.requestId,
    traceId: printTraceId(ids.trace),
    invokedBy:
      credentials === undefined || credentials === ""
        ? ({ kind: "api", sourceArn } as const)
        : actingAs(credentials, stageVariables, { kind: "anonymous" }),
    timeoutMilliseconds: timeout,
  };
  const { payload, functionError } = await called(call, functions);
  if (functionError === undefined) return readAnswer(payload);
  // D, output from a Lambda authorizer: this very message is how a function says 401
  if (errorMessageOf(payload) === "Unauthorized") throw unauthorized("the authorizer said Unauthorized");
  throw misbehaved(`${functionArn} failed: ${failureOf(payload)}`);
}

/** What keeps a function from being called is a fault of the authorizer's configuration here, and no 504. */
async function called(call: LambdaCall, functions: FunctionCaller): Promise<InvocationResult> {
  try {
    return await callFunction(call, functions);
  } catch (error) {
    throw error instanceof Refusal ? misbehaved(error.reason, error) : error;
  }
}

function anonymousContext({ request, stage, ids }: LambdaAuthorizerInput) {
  const anonymous = { ...request, caller: { kind: "anonymous" }, apiKey: undefined } as const;
  return withAdditional(requestContext(anonymous, stage, ids), stage.additionalContext);
}

function unauthorized(reason: string): Refusal {
  return new Refusal("unauthorized", reason);
}
