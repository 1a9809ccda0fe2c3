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
  const access = {
    action,
    resource: "",
    principal: { kind: "service", name: service },
    context: new Map([
      ["aws:sourcearn", [sourceArn]],
      ["aws:sourceaccount", [sourceArn.split(":")[4] ?? ""]],
    ]),
  } as const;
  return evaluate(asPolicy(policy), access) === "allow";
}

const known = new WeakMap<FunctionPolicy, Policy>();

/** Read once for each change of the policy. Every statement is about the function that has it. */
export function asPolicy(policy: FunctionPolicy): Policy {
  const read = known.get(policy);
  if (read !== undefined) return read;
  const Statement = Object.values(policy).map((statement) => ({ ...statement, Resource: "*" }));
  const made = readPolicy({ Statement });
  known.set(policy, made);
  return made;
}
