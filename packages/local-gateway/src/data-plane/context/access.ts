import type { Access, Principal } from "../../policy/evaluate.ts";
import { roleOf } from "../../policy/evaluate.ts";
import type { Caller } from "../caller.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { lastValue } from "../mapping/headers.ts";
import type { RoutedRequest } from "../passing.ts";
import type { RequestIds } from "./request-context.ts";

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
  const context = new Map<string, readonly string[]>();
  const add = (key: string, value: string | undefined) => {
    if (value !== undefined) context.set(key, [value]);
  };
  // D, AWS global condition keys: a request through a VPC endpoint has the address in the VPC alone.
  add(raw.sourceVpce === undefined ? "aws:sourceip" : "aws:vpcsourceip", raw.sourceIp);
  add("aws:sourcevpce", raw.sourceVpce);
  add("aws:currenttime", new Date(ids.receivedAt).toISOString());
  add("aws:epochtime", String(Math.floor(ids.receivedAt / 1000)));
  // This gateway stands in for an HTTPS endpoint: a policy that insists on TLS has to let its callers through.
  add("aws:securetransport", "true");
  add("aws:useragent", lastValue(raw.headers, "user-agent"));
  add("aws:referer", lastValue(raw.headers, "referer"));
  add("aws:requestedregion", stage.region);
  if (caller.kind === "iam") {
    const { userArn, roleArn, accountId, user } = caller;
    // The ARN of a session's role, as IAM has it (D, global condition keys: aws:PrincipalArn)
    add("aws:principalarn", roleArn ?? roleOf(userArn) ?? userArn);
    add("aws:principalaccount", accountId);
    const type = principalType(userArn);
    add("aws:principaltype", type);
    // D: there with temporary credentials alone; no session here began with a second factor.
    if (type === "AssumedRole") add("aws:multifactorauthpresent", "false");
    add("aws:userid", user);
    add("aws:username", /:user\/(?:.*\/)?([^/]+)$/.exec(userArn)?.[1]);
  }
  return {
    action: "execute-api:Invoke",
    resource: methodArn(request, stage),
    principal: caller.kind === "iam" ? { kind: "aws", arn: caller.userArn } : { kind: "anonymous" },
    resourceAccount: stage.accountId,
    context,
  };
}

function principalType(arn: string): string {
  if (arn.endsWith(":root")) return "Account";
  return arn.includes(":assumed-role/") ? "AssumedRole" : "User";
}
