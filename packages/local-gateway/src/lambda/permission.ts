import { type Policy, readPolicy } from "../policy/document.ts";
import { evaluate } from "../policy/evaluate.ts";
import type { Policy as FunctionPolicy } from "./function-record.ts";

export interface Access {
  /** The service principal that asks, such as `apigateway.amazonaws.com`. */
  readonly service: string;
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  readonly sourceArn: string;
}

/** Whether a function's resource-based policy allows a service to do something on behalf of a resource. */
export function permits(policy: FunctionPolicy, { service, action, sourceArn }: Access): boolean {
  const { read, decisions } = readOnce(policy);
  const decided = decisions.get(sourceArn);
  if (decided !== undefined && decided.service === service && decided.action === action) {
    return decided.isAllowed;
  }
  const isAllowed =
    evaluate(read, {
      action,
      resource: "",
      principal: { kind: "service", name: service },
      context: new Map([
        ["aws:sourcearn", [sourceArn]],
        ["aws:sourceaccount", [sourceArn.split(":")[4] ?? ""]],
      ]),
    }) === "allow";
  // One for each method that calls the function; more than that is somebody trying out ARNs.
  if (decisions.size >= maximumDecisions) decisions.clear();
  decisions.set(sourceArn, { service, action, isAllowed });
  return isAllowed;
}

interface ReadPolicy {
  readonly read: Policy;
  /** What was decided lately, by the ARN of the source. */
  readonly decisions: Map<string, Omit<Access, "sourceArn"> & { readonly isAllowed: boolean }>;
}

const maximumDecisions = 1000;
const known = new WeakMap<FunctionPolicy, ReadPolicy>();

/** Read once for each change of the policy. Every statement is about the function that has it. */
export function asPolicy(policy: FunctionPolicy): Policy {
  return readOnce(policy).read;
}

function readOnce(policy: FunctionPolicy): ReadPolicy {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const Statement = Object.values(policy).map((statement) => ({ ...statement, Resource: "*" }));
  const made = { read: readPolicy({ Statement }), decisions: new Map() };
  known.set(policy, made);
  return made;
}
