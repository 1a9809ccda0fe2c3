import { nearest } from "../known-names.ts";
import { parameterName } from "./parameter-name.ts";
import type { UseRule } from "./use-rule.ts";

/** A parameter that the route does not have; only where lint was told which it has. */
export const unknownParameter: UseRule = {
  code: "UnknownParameter",
  check(use) {
    const name = parameterName(use);
    if (name === undefined || use.parameters === undefined) return undefined;
    const { path = [], querystring = [], header = [] } = use.parameters;
    const known = [...path, ...querystring, ...header];
    if (known.includes(name)) return undefined;
    const meant = nearest(name, known);
    return {
      message: `The route has no parameter ${JSON.stringify(name)}: it is the empty text`,
      fix:
        meant === undefined
          ? "Declare it in the route's input"
          : `Write $input.params(${JSON.stringify(meant)})`,
    };
  },
};
