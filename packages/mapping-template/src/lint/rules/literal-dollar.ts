import type { UseRule } from "./use-rule.ts";

/** `\$name` of a name that is not set prints its backslash. */
export const literalDollar: UseRule = {
  code: "LiteralDollar",
  check({ node, names, role }) {
    if (!node.escaped || role !== "printed" || names.has(node.root)) return undefined;
    return {
      message: `A backslash before $${node.root} goes away only if $${node.root} has a value; it has none and the backslash is printed`,
      fix: `Write #[[$]]#${node.root}`,
    };
  },
};
