import { memberName, type UseRule } from "./use-rule.ts";

/** `$context.authorizer.claims`, all of them. */
export const nullClaims: UseRule = {
  code: "NullClaims",
  check({ node, from }) {
    const at = node.steps.findIndex(
      (step, i) =>
        memberName(step) === "claims" &&
        from[i]?.some((each) => each.kind === "context" && each.path === "authorizer"),
    );
    const next = node.steps[at + 1];
    const isMember = next !== undefined && (next.type !== "method" || next.name === "get");
    if (at < 0 || isMember) return undefined;
    return {
      message: "$context.authorizer.claims as a whole is null; only its members have values",
      fix: "Write each claim by name, such as $context.authorizer.claims.sub",
    };
  },
};
