import { nearest } from "../known-names.ts";
import type { UseRule } from "./use-rule.ts";

/** `$inptu`: a name that nothing gives a value to. */
export const undefinedReference: UseRule = {
  code: "UndefinedReference",
  check({ node, role, names }) {
    if (names.has(node.root) || node.bare || node.escaped) return undefined;
    if (role === "target" && node.steps.length === 0) return undefined;
    // `$x == $null` is how templates ask for null.
    if (role === "read" && /^null$/i.test(node.root) && node.steps.length === 0) return undefined;
    const meant = foreignNames.get(node.root) ?? nearest(node.root, names);
    const literal = role === "printed" ? `, or #[[$]]#${node.root} if the text $${node.root} is meant` : "";
    return {
      message: `$${node.root} is never set: it is null, and prints nothing`,
      fix:
        meant === undefined
          ? `Write #set($${node.root} = …) before it${literal}`
          : `Write $${meant}${literal}`,
    };
  },
};

/** AppSync's templates have these. */
const foreignNames: ReadonlyMap<string, string> = new Map([["ctx", "context"]]);
