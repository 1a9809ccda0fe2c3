import type { Authorizer } from "@aws-sdk/client-api-gateway";
import type { Clock } from "../../effects.ts";
import type { Policy } from "../../policy/document.ts";
import { type Decision, evaluate } from "../../policy/evaluate.ts";
import type { Caller, FindCredential } from "../caller.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import type { FunctionCaller } from "../integration/call-function.ts";
import type { AuthorizedRequest, RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { RequestIds } from "../request-context.ts";
import { accessOf, methodArn } from "./access.ts";
import type { AuthorizerCache } from "./cache.ts";
import { byUserPool, type VerifyToken } from "./cognito.ts";
import { type Decisions, denialOf, refusalOf } from "./decide.ts";
import { signerOf } from "./iam.ts";
import { byLambdaAuthorizer } from "./lambda.ts";
import { resourcePolicyOf } from "./resource-policy.ts";

export interface AuthorizerInput {
  readonly request: RoutedRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly findCredential: FindCredential;
  readonly verifyToken: VerifyToken;
  /** By which Lambda authorizers are asked. */
  readonly functions: FunctionCaller;
  readonly cache: AuthorizerCache;
  readonly clock: Clock;
}

/** Finds out who calls, and refuses whom the API's policies do not let call. */
export async function authorize(input: AuthorizerInput): Promise<AuthorizedRequest> {
  const { request, stage } = input;
  const type = request.methodSettings.authorizationType ?? "NONE";
  if (type !== "NONE") refuseLongArn(methodArn(request, stage));
  switch (type) {
    case "NONE":
      return allowed(input, { kind: "anonymous" }, undefined);
    case "AWS_IAM":
      return byIam(input);
    case "CUSTOM":
      return byLambda(input);
    case "COGNITO_USER_POOLS": {
      const { verifyToken, ids } = input;
      const caller = await byUserPool(request, authorizerOf(input), ids.receivedAt, verifyToken);
      return allowed(input, caller, undefined);
    }
    default:
      throw new Refusal(
        "configuration-error",
        `${request.method} ${request.resourcePath} has authorization type ${type}; there are NONE, AWS_IAM, CUSTOM and COGNITO_USER_POOLS`,
      );
  }
}

/** Bytes (D, quotas: "Method ARN length for REST API with authorization"). */
const maximumMethodArn = 1600;

function refuseLongArn(arn: string): void {
  const length = Buffer.byteLength(arn);
  if (length <= maximumMethodArn) return;
  throw new Refusal(
    "method-arn-too-long",
    `the ARN of the method has ${length} bytes, and ${maximumMethodArn} at most are authorized: ${arn.slice(0, 100)}…`,
  );
}

/** The resource policy is asked twice: an explicit deny keeps the function from being asked at all. */
async function byLambda(input: AuthorizerInput): Promise<AuthorizedRequest> {
  const { request, stage, ids } = input;
  const anonymous = { kind: "anonymous" } as const;
  const policy = resourcePolicyOf(stage);
  if (policy !== undefined) {
    const access = accessOf(request, stage, ids, anonymous);
    if (evaluate(policy, access) === "deny") {
      throw refusalOf({ by: "resource", explicit: true }, anonymous, access, [policy]);
    }
  }
  const { caller, ...identity } = await byLambdaAuthorizer({ ...input, authorizer: authorizerOf(input) });
  return allowed(input, caller, identity);
}

function authorizerOf({ request, stage }: AuthorizerInput): Authorizer {
  const { authorizerId } = request.methodSettings;
  const found = stage.snapshot.authorizers?.find(({ id }) => id === authorizerId);
  if (found !== undefined) return found;
  throw new Refusal(
    "authorizer-configuration-error",
    `${request.method} ${request.resourcePath} names the authorizer ${authorizerId}, which was not there when the deployment was made: create it and deploy again`,
  );
}

function byIam(input: AuthorizerInput): AuthorizedRequest {
  const { request, stage, ids, findCredential } = input;
  const { caller, credential } = signerOf(request, stage.region, ids.receivedAt, findCredential);
  const { policies } = credential;
  if (policies === undefined) return allowed(input, caller, { decision: "allow", policies: [] });
  const { principal: _, ...access } = accessOf(request, stage, ids, caller);
  const decision = strongest(policies.map((policy) => evaluate(policy, access)));
  return allowed(input, caller, { decision, policies });
}

function strongest(decisions: readonly Decision[]): Decision {
  if (decisions.includes("deny")) return "deny";
  return decisions.includes("allow") ? "allow" : "neither";
}

/** The policies that say what a caller may, wherever it calls, and what they say here. */
interface Identity {
  readonly decision: Decision;
  readonly policies: readonly Policy[];
}

/** The request with its caller, unless a policy denies it. */
function allowed(
  { request, stage, ids }: AuthorizerInput,
  caller: Caller,
  identity: Identity | undefined,
): AuthorizedRequest {
  const policy = resourcePolicyOf(stage);
  const sameAccount = caller.kind !== "iam" || caller.accountId === stage.accountId;
  const isSettled = identity === undefined || (identity.decision === "allow" && sameAccount);
  if (policy === undefined && isSettled) return { ...request, caller };
  const access = accessOf(request, stage, ids, caller);
  const decisions: Decisions = {
    identity: identity?.decision,
    resource: policy && evaluate(policy, access),
    sameAccount,
  };
  const denial = denialOf(caller.kind, decisions);
  if (denial !== undefined) {
    const asked = denial.by === "identity" ? identity?.policies : policy && [policy];
    throw refusalOf(denial, caller, access, asked ?? []);
  }
  return { ...request, caller };
}
