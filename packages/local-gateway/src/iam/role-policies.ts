import { own } from "../own.ts";
import { type Policy, PolicyError, readPolicy } from "../policy/document.ts";
import type { Reader } from "../store/store.ts";
import { managedPolicy } from "./managed-policies.ts";
import { policies } from "./policy-record.ts";
import type { RoleRecord } from "./role-record.ts";

/** The identity-based policies of a role, read once for each change of the role or of what is attached to it. */
export function policiesOf(role: RoleRecord, store: Reader): readonly Policy[] {
  const documents = role.attachedPolicies.map((arn) => documentOf(arn, store));
  const known = read.get(role);
  if (known !== undefined && documents.every((document, index) => document === known.documents[index])) {
    return known.policies;
  }
  const attached = documents.filter((document) => document !== undefined);
  const made = [...Object.values(role.inlinePolicies), ...attached].flatMap(readOrNone);
  read.set(role, { documents, policies: made });
  return made;
}

const read = new WeakMap<
  RoleRecord,
  { readonly documents: readonly (string | undefined)[]; readonly policies: readonly Policy[] }
>();

/** The default version of an attached policy. */
function documentOf(arn: string, store: Reader): string | undefined {
  if (/^arn:[^:]+:iam::aws:/.test(arn)) return managedPolicy(arn.slice(arn.lastIndexOf("/") + 1));
  const policy = store.get(policies, arn);
  return policy && own(policy.versions, policy.defaultVersion)?.document;
}

/** PutRolePolicy takes any JSON object; one that is not a policy allows nothing. */
function readOrNone(document: string): Policy[] {
  try {
    return [readPolicy(document)];
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}
