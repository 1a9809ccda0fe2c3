import { leave } from "../compile/flow.ts";
import type { Directive } from "./directive.ts";

/** `#break`: leaves the innermost `#foreach`, macro, `#define` or `#evaluate`, else the template. */
export const breakDirective: Directive = {
  name: "break",
  hasBody: false,
  check: () => {},
  compile: () => () => leave,
};
