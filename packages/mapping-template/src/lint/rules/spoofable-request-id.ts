import { memberName, type UseRule } from "./use-rule.ts";

/** `$context.requestId`. */
export const spoofableRequestId: UseRule = {
  code: "SpoofableRequestId",
  check({ node, from }) {
    const at = node.steps.findIndex(
      (step, i) =>
        memberName(step) === "requestId" &&
        from[i]?.some((each) => each.kind === "root" && each.name === "context"),
    );
    if (at < 0) return undefined;
    return {
      message:
        "A client can choose $context.requestId by a header, so it neither identifies nor correlates anything",
      fix: "Write $context.extendedRequestId",
    };
  },
};
