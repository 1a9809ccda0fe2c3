import { goOn } from "../compile/flow.ts";
import type { Directive } from "./directive.ts";

/** `#literal() … #end`: its body as the source has it. */
export const literal: Directive = {
  name: "literal",
  hasBody: true,
  check: () => {},
  compile:
    ({ bodySource }) =>
    (frame) => {
      frame.out += bodySource;
      return goOn;
    },
};
