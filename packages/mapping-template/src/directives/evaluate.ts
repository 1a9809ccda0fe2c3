import { type Flow, goOn, leave } from "../compile/flow.ts";
import { nested } from "../compile/frame.ts";
import { display } from "../java/print.ts";
import type { Directive } from "./directive.ts";

/** `#evaluate(text)`: renders a text as a template, with the variables of this one. */
export const evaluate: Directive = {
  name: "evaluate",
  hasBody: false,
  check(call, p) {
    const kind = call.args[0]?.type;
    if (call.args.length !== 1 || (kind !== "reference" && kind !== "string")) {
      p.raise("#evaluate takes one text or reference", call.offset);
    }
  },
  compile(call, compiler) {
    const [argument] = call.args;
    if (argument === undefined || argument.type === "word") return () => goOn;
    const value = compiler.expression(argument);
    return (frame) => {
      const text = value(frame);
      if (text === null) return goOn;
      return compiler.located(call.offset, () =>
        nested(frame, (): Flow => {
          const flow = compiler.evaluate(display(text), frame, call.offset)(frame);
          return flow === leave ? goOn : flow;
        }),
      );
    };
  },
  lint(call, linter) {
    const [argument] = call.args;
    const isGiven =
      argument !== undefined &&
      linter.origins(argument).some(({ kind }) => kind === "text" || kind === "payload" || kind === "json");
    if (!isGiven) return;
    linter.report("EvaluatesInput", call.offset, {
      message: "What someone else sends is run as a template: it can print $stageVariables and set overrides",
      fix: "Print the value, escaped, instead of evaluating it",
    });
  },
};
