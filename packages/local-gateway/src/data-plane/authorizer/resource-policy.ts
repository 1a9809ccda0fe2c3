import { type Policy, PolicyError, readPolicy, type Statement } from "../../policy/document.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { Refusal } from "../refusal.ts";

/**
 * The resource policy that a stage serves, its resources written out in full, or undefined when its API has none
 * (D, API Gateway resource policy examples: `execute-api:/stage/METHOD/path` is short for the ARN).
 */
export function resourcePolicyOf(stage: DeployedStage): Policy | undefined {
  const text = stage.snapshot.policy;
  if (text === undefined || text === "") return isPrivate(stage) ? nothing : undefined;
  const read = known.get(stage.snapshot);
  if (read !== undefined) return read;
  const policy = { statements: readAsRefusal(text).statements.map((statement) => inFull(statement, stage)) };
  known.set(stage.snapshot, policy);
  return policy;
}

/** D, private REST APIs: without a resource policy, nobody may call one. */
const nothing: Policy = { statements: [] };

function isPrivate({ api }: DeployedStage): boolean {
  return api.endpointConfiguration?.types?.includes("PRIVATE") ?? false;
}

/** Read once for each deployment. */
const known = new WeakMap<DeployedStage["snapshot"], Policy>();

function inFull(statement: Statement, { region, accountId, api }: DeployedStage): Statement {
  const prefix = `arn:aws:execute-api:${region}:${accountId}:${api.id ?? ""}/`;
  const patterns = statement.resource.patterns.map((pattern) => pattern.replace(/^execute-api:\/?/, prefix));
  return { ...statement, resource: { ...statement.resource, patterns } };
}

function readAsRefusal(text: string): Policy {
  try {
    return readPolicy(text);
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new Refusal(
      "configuration-error",
      `the resource policy of the API cannot be read: ${cause.message}`,
      {
        cause,
      },
    );
  }
}
