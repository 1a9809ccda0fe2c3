import type { Compiler, Run } from "../compile/compiler.ts";
import { type Flow, goOn, halt, leave } from "../compile/flow.ts";
import { type Frame, spend } from "../compile/frame.ts";
import type { Linter } from "../lint/linter.ts";
import { bareImage } from "../lint/tree.ts";
import type { DirectiveArgument, DirectiveNode } from "../parser/syntax.ts";
import { ValueError } from "../template-error.ts";
import type { Directive } from "./directive.ts";
import { type Cursor, Loop, LoopStopped, openCursor } from "./loop.ts";

/** D: quotas of REST APIs, "iterations of a #foreach … #end loop in mapping templates: 1,000". */
const maximumTurns = 1_000;

/** `#foreach ($item in list) … #end`: over a list, or over the values of a map; over anything else not at all. */
export const foreach: Directive = {
  name: "foreach",
  hasBody: true,
  takesWords: true,
  check(call, p) {
    const [item, , list] = call.args;
    if (variableName(item) === "foreach")
      p.raise("The variable of a #foreach cannot be $foreach", call.offset);
    const complete = call.args.length === 3 && list?.type !== "word";
    if (variableName(item) === undefined || !complete) {
      p.raise("#foreach is written #foreach($item in $list)", call.offset);
    }
  },
  compile,
  lint,
};

/** Velocity takes the name of a text, too. */
function variableName(item: DirectiveArgument | undefined): string | undefined {
  if (item?.type === "reference") return item.root;
  return item?.type === "string" ? item.text : undefined;
}

function compile(call: DirectiveNode, compiler: Compiler): Run {
  const [item, , source] = call.args;
  if (source === undefined || source.type === "word") return () => goOn;
  const list = compiler.expression(source);
  const body = compiler.block(call.body);
  const { names } = compiler;
  const itemSlot = names.slot(variableName(item) ?? "");
  const countSlot = names.slot("velocityCount");
  const nextSlot = names.slot("velocityHasNext");
  const loopSlot = names.slot("foreach");
  const stopsQuietly = compiler.behaviours.loopLimit === "stop";

  function run(frame: Frame, turns: Cursor, loop: Loop): Flow {
    const { variables } = frame;
    while (turns.hasNext()) {
      if (turns.index + 1 >= maximumTurns) {
        if (stopsQuietly) break;
        throw new ValueError("TemplateLoopLimit", `A #foreach takes at most ${maximumTurns} turns`);
      }
      spend(frame, 1);
      variables[itemSlot] = turns.next();
      variables[countSlot] = turns.index + 1;
      variables[nextSlot] = turns.hasNext();
      variables[loopSlot] = loop;
      const flow = body(frame);
      if (flow === halt) return halt;
      if (flow === leave) break;
    }
    return goOn;
  }

  return (frame) => {
    const turns = openCursor(list(frame));
    if (turns === undefined) return goOn;
    const { variables, loop: outer } = frame;
    // What the loop's variables were before, they are again after it.
    const item = variables[itemSlot];
    const count = variables[countSlot];
    const next = variables[nextSlot];
    const loop = variables[loopSlot];
    const inner = new Loop(turns, outer);
    frame.loop = inner;
    try {
      return run(frame, turns, inner);
    } catch (error) {
      if (error instanceof LoopStopped && error.loop === inner) return goOn;
      throw compiler.placed(error, call.offset);
    } finally {
      variables[itemSlot] = item;
      variables[countSlot] = count;
      variables[nextSlot] = next;
      variables[loopSlot] = loop;
      frame.loop = outer;
      inner.hasEnded = true;
    }
  };
}

/** Loops that take too many turns, or as many as someone else says. */
function lint({ args, offset }: DirectiveNode, linter: Linter): void {
  const [, , source] = args;
  if (source === undefined) return;
  const turns = literalTurns(source);
  if (turns !== undefined && turns > maximumTurns) {
    linter.report("LoopLimit", offset, {
      message: `This #foreach takes ${turns} turns, and API Gateway ends it after ${maximumTurns}`,
      fix: `Loop over at most ${maximumTurns} values`,
    });
    return;
  }
  const bounds = source.type === "range" ? [source.from, source.to] : [source];
  const isGiven = bounds
    .flatMap((bound) => linter.origins(bound))
    .some(({ kind }) => kind === "payload" || (source.type === "range" && kind === "text"));
  if (!isGiven) return;
  const image = source.type === "reference" ? bareImage(source) : "the range";
  linter.report("LoopOverInput", offset, {
    message: `How many turns this takes, ${image} says; after ${maximumTurns} the request fails`,
    fix: `Limit it in the model ("maxItems": ${maximumTurns}), or send it as it is: $input.json("…")`,
  });
}

function literalTurns(source: DirectiveArgument): bigint | number | undefined {
  if (source.type === "list") return source.items.length;
  if (source.type !== "range" || source.from.type !== "integer" || source.to.type !== "integer")
    return undefined;
  const distance = source.to.value - source.from.value;
  return (distance < 0n ? -distance : distance) + 1n;
}
