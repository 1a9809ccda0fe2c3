import { goOn } from "../compile/flow.ts";
import type { Directive } from "./directive.ts";

export const include = unavailable("include");
export const parseFile = unavailable("parse");

/** `#include("file")` and `#parse("file")`: API Gateway has no files. A call fails only if it is reached. */
function unavailable(name: string): Directive {
  return {
    name,
    hasBody: false,
    check: () => {},
    lint: (call, linter) =>
      linter.report("NoFiles", call.offset, {
        message: `#${name} has nothing to read: a mapping template has no files`,
        fix: `Write the content of the file here, or #[[#]]#${name} if it is text`,
      }),
    compile: (call, compiler) => () => {
      if (call.args.length === 0) return goOn;
      return compiler.fail(
        "TemplateUnsupported",
        `#${name} has nothing to read: a mapping template has no files`,
        call.offset,
      );
    },
  };
}
