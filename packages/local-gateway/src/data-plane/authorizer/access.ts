import type { Access, Principal } from "../../policy/evaluate.ts";
import { roleOf } from "../../policy/evaluate.ts";
import type { Caller } from "../caller.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { lastValue } from "../headers.ts";
import type { RoutedRequest } from "../passing.ts";
import type { RequestIds } from "../request-context.ts";

/** The ARN of the method that a request calls: its own path, not the resource's (D, input to a Lambda authorizer). */
export function methodArn(request: RoutedRequest, { region, accountId, api, stage }: DeployedStage): string {
  const { raw, method, path } = request;
  return `arn:aws:execute-api:${region}:${accountId}:${api.id ?? raw.restApiId}/${stage.stageName ?? raw.stageName}/${method}${path}`;
}

/**
 * What policies are asked: may this caller invoke this method? Condition keys as API Gateway's resource policies
 * have them (D, AWS condition keys that can be used in API Gateway resource policies).
 */
export function accessOf(
  request: RoutedRequest,
  stage: DeployedStage,
  ids: RequestIds,
  caller: Caller,
): Access & { readonly principal: Principal } {
  const { raw } = request;
  const iam = caller.kind === "iam" ? caller : undefined;
  const values: readonly (readonly [key: string, value: string | undefined])[] = [
    ["aws:sourceip", raw.sourceIp],
    ["aws:sourcevpce", raw.sourceVpce],
    ["aws:currenttime", new Date(ids.receivedAt).toISOString()],
    ["aws:epochtime", String(Math.floor(ids.receivedAt / 1000))],
    // This gateway stands in for an HTTPS endpoint: a policy that insists on TLS has to let its callers through.
    ["aws:securetransport", "true"],
    ["aws:useragent", lastValue(raw.headers, "user-agent")],
    ["aws:referer", lastValue(raw.headers, "referer")],
    ["aws:requestedregion", stage.region],
    // The ARN of a session's role, as IAM has it (D, global condition keys: aws:PrincipalArn)
    ["aws:principalarn", iam && (roleOf(iam.userArn) ?? iam.userArn)],
    ["aws:principalaccount", iam?.accountId],
    ["aws:principaltype", iam && principalType(iam.userArn)],
    ["aws:userid", iam?.user],
    ["aws:username", iam && /:user\/(?:.*\/)?([^/]+)$/.exec(iam.userArn)?.[1]],
  ];
  return {
    action: "execute-api:Invoke",
    resource: methodArn(request, stage),
    principal: iam === undefined ? { kind: "anonymous" } : { kind: "aws", arn: iam.userArn },
    context: new Map(
      values.flatMap(([key, value]) => (value === undefined ? [] : [[key, [value]] as const])),
    ),
  };
}

function principalType(arn: string): string {
  if (arn.endsWith(":root")) return "Account";
  return arn.includes(":assumed-role/") ? "AssumedRole" : "User";
}
