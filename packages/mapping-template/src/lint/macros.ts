import type { DirectiveNode, MacroCallNode } from "../parser/syntax.ts";
import { anything } from "./origin.ts";
import { printText } from "./printing.ts";
import { originsOf } from "./trace.ts";
import { aside, giveUp, type Walker } from "./walker.ts";

const maximumMacroDepth = 8;

/** Walks a macro where it is called, with what its parameters are there. */
export function walkMacroCall({ name, args, body, image, offset }: MacroCallNode, walker: Walker): void {
  const { environment, parsed } = walker;
  const macro = parsed.macros.get(name);
  if (macro === undefined) {
    printText(walker, image, offset);
    return;
  }
  for (const each of args) walker.inspect(each, "read");
  if (body !== undefined) aside(walker, () => walker.run(body));
  if (walker.macroDepth >= maximumMacroDepth || walker.left <= 0) {
    giveUp(walker);
    return;
  }
  const values = macro.parameters.map((_, i) => {
    const argument = args[i];
    return argument === undefined ? anything : originsOf(argument, environment);
  });
  const changes = environment.attempt(() => {
    for (const [i, parameter] of macro.parameters.entries())
      environment.set(parameter, values[i] ?? anything);
    inMacro(walker, () => walker.run(macro.body));
  });
  environment.join([new Map([...changes].filter(([each]) => !macro.parameters.includes(each)))]);
}

/** Walks a macro where it is defined: whoever calls it, and with whatever. */
export function walkMacro({ args, body }: DirectiveNode, walker: Walker): void {
  aside(walker, () => {
    for (const each of args) if (each.type === "reference") walker.environment.set(each.root, anything);
    inMacro(walker, () => walker.run(body));
  });
}

function inMacro(walker: Walker, inside: () => void): void {
  walker.macroDepth += 1;
  inside();
  walker.macroDepth -= 1;
}
