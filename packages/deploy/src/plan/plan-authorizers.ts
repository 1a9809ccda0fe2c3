import { equal, keysOf } from "../canonical.ts";
import type { AuthorizerState } from "../state.ts";
import type { Call, PatchOperation } from "./calls.ts";

/** The calls that bring the authorizers of an API in line: what is wanted, and what goes when no method names it. */
export function planAuthorizers(
  desired: readonly AuthorizerState[],
  live: readonly AuthorizerState[],
): { readonly wanted: readonly Call[]; readonly left: readonly Call[] } {
  return {
    wanted: desired.flatMap((authorizer): readonly Call[] => {
      const found = live.find(({ name }) => name === authorizer.name);
      if (found === undefined) return [{ operation: "CreateAuthorizer", authorizer }];
      const patch = patchOf(authorizer, found);
      return patch.length === 0
        ? []
        : [{ operation: "UpdateAuthorizer", authorizerName: authorizer.name, patch }];
    }),
    left: live
      .filter(({ name }) => !desired.some((one) => one.name === name))
      .map(({ name }): Call => ({ operation: "DeleteAuthorizer", authorizerName: name })),
  };
}

/** UpdateAuthorizer replaces every member but the user pools, which come and go one by one. */
function patchOf(desired: AuthorizerState, live: AuthorizerState): readonly PatchOperation[] {
  const { name: _name, providerARNs, ...rest } = desired;
  return [
    ...keysOf(rest)
      .filter((member) => !equal(desired[member], live[member]))
      .map(
        (member): PatchOperation => ({ op: "replace", path: `/${member}`, value: String(desired[member]) }),
      ),
    ...providerARNs
      .filter((arn) => !live.providerARNs.includes(arn))
      .map((value): PatchOperation => ({ op: "add", path: "/providerARNs", value })),
    ...live.providerARNs
      .filter((arn) => !providerARNs.includes(arn))
      .map((value): PatchOperation => ({ op: "remove", path: "/providerARNs", value })),
  ];
}
