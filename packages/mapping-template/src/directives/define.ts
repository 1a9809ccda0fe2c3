import { goOn } from "../compile/flow.ts";
import { capture, nested } from "../compile/frame.ts";
import type { Directive } from "./directive.ts";

/** `#define($name) … #end`: a variable that renders the body wherever it is printed. */
export const define: Directive = {
  name: "define",
  hasBody: true,
  check(call, p) {
    const [target] = call.args;
    if (call.args.length !== 1 || target?.type !== "reference" || target.steps.length > 0) {
      p.raise("#define takes one variable: #define($name)", call.offset);
    }
  },
  compile(call, compiler) {
    const [target] = call.args;
    if (target?.type !== "reference") return () => goOn;
    const slot = compiler.names.slot(target.root);
    const body = compiler.block(call.body);
    return (frame) => {
      const render = () =>
        compiler.located(call.offset, () => nested(frame, () => capture(frame, () => body(frame))));
      frame.variables[slot] = { kind: "rendered", render };
      return goOn;
    };
  },
};
