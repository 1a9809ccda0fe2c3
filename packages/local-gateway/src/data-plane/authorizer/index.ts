import type { Authorizer } from "@aws-sdk/client-api-gateway";
import type { Eventually } from "../../eventually.ts";
import type { Policy } from "../../policy/document.ts";
import { type Decision, evaluate } from "../../policy/evaluate.ts";
import type { Caller, FindCredential } from "../caller.ts";
import { accessOf, methodArn } from "../context/access.ts";
import type { RequestIds } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { type CallNotes, noting } from "../notes.ts";
import type { FunctionCaller } from "../outbound/call-function.ts";
import type { AuthorizedRequest, RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { AuthorizerCache } from "./cache.ts";
import { byUserPool, type VerifyToken } from "./cognito.ts";
import { type Decisions, denialOf, refusalOf } from "./decide.ts";
import { signerOf } from "./iam.ts";
import { byLambdaAuthorizer } from "./lambda.ts";
import { resourcePolicyOf } from "./resource-policy.ts";

/** Who knows callers. */
export interface WhoMay {
  readonly findCredential: FindCredential;
  readonly verifyToken: VerifyToken;
  readonly cache: AuthorizerCache;
}

export interface AuthorizerInput {
  readonly request: RoutedRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly whoMay: WhoMay;
  /** By which Lambda authorizers are asked. */
  readonly caller: FunctionCaller;
  readonly notes: CallNotes;
}

/** Finds out who calls, and refuses whom the API's policies do not let call. */
export function authorize(input: AuthorizerInput): Eventually<AuthorizedRequest> {
  const { request, stage } = input;
  const type = request.methodSettings.authorizationType ?? "NONE";
  if (type !== "NONE" || resourcePolicyOf(stage) !== undefined) refuseLongArn(methodArn(request, stage));
  switch (type) {
    case "NONE":
      return allowed(input, anonymous, undefined);
    case "AWS_IAM":
      return byIam(input);
    case "CUSTOM":
      return byLambda(input);
    case "COGNITO_USER_POOLS":
      return byToken(input);
    default:
      throw new Refusal(
        "configuration-error",
        `${request.method} ${request.resourcePath} has authorization type ${type}; there are NONE, AWS_IAM, CUSTOM and COGNITO_USER_POOLS`,
      );
  }
}

async function byToken(input: AuthorizerInput): Promise<AuthorizedRequest> {
  const { request, ids, whoMay } = input;
  const caller = await byUserPool(request, authorizerOf(input), ids.receivedAt, whoMay.verifyToken);
  return allowed(input, caller, undefined);
}

const anonymous: Caller = { kind: "anonymous" };

/** Bytes (D, quotas: the length of a method's ARN, which "limits URI length when resource policies are used" too). */
const maximumMethodArn = 1600;

function refuseLongArn(arn: string): void {
  // No character has more bytes than three.
  if (arn.length * 3 <= maximumMethodArn) return;
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
  const policy = resourcePolicyOf(stage);
  if (policy !== undefined) {
    const access = accessOf(request, stage, ids, anonymous);
    if (evaluate(policy, access) === "deny") {
      throw refusalOf({ by: "resource", explicit: true }, anonymous, access, [policy]);
    }
  }
  const { caller, decision, policies } = await byLambdaAuthorizer({
    request,
    stage,
    ids,
    authorizer: authorizerOf(input),
    functions: noting(input.caller, "authorizer", input.notes),
    cache: input.whoMay.cache,
    clock: input.notes.clock,
  });
  return allowed(input, caller, { decision, policies });
}

function authorizerOf({ request, stage }: AuthorizerInput): Authorizer {
  const { authorizerId } = request.methodSettings;
  const found = stage.snapshot.authorizers.find(({ id }) => id === authorizerId);
  if (found !== undefined) return found;
  throw new Refusal(
    "authorizer-configuration-error",
    `${request.method} ${request.resourcePath} names the authorizer ${authorizerId}, which was not there when the deployment was made: create it and deploy again`,
  );
}

function byIam(input: AuthorizerInput): AuthorizedRequest {
  const { request, stage, ids, whoMay } = input;
  const { caller, credential } = signerOf(request, stage.region, ids.receivedAt, whoMay.findCredential);
  const { policies } = credential;
  if (policies === undefined) return allowed(input, caller, unrestricted);
  const { principal: _, ...access } = accessOf(request, stage, ids, caller);
  const decision = strongest(policies.map((policy) => evaluate(policy, access)));
  return allowed(input, caller, { decision, policies });
}

const unrestricted: Identity = { decision: "allow", policies: [] };

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
