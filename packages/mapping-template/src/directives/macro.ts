import { goOn } from "../compile/flow.ts";
import type { Directive } from "./directive.ts";

/**
 * `#macro(name $a $b) … #end`: defines what `#name(…)` renders, for the whole template and wherever it stands.
 * The first definition of a name counts.
 */
export const macro: Directive = {
  name: "macro",
  hasBody: true,
  takesWords: true,
  check(call, p) {
    const [name, ...parameters] = call.args;
    if (name?.type !== "word") return p.raise("#macro needs a name: #macro(name $argument)", call.offset);
    const names = parameters.map((parameter) => {
      if (parameter.type === "reference") return parameter.root;
      return p.raise("The arguments of #macro are variables", call.offset);
    });
    if (!p.macros.has(name.word)) {
      p.macros.set(name.word, { name: name.word, parameters: names, body: call.body });
    }
  },
  compile: () => () => goOn,
};
