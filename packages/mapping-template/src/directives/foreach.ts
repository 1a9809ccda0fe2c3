import type { Compiler, Run } from "../compile/compiler.ts";
import { type Flow, goOn, halt, leave } from "../compile/flow.ts";
import { type Frame, spend } from "../compile/frame.ts";
import { createMap } from "../java/map.ts";
import { display } from "../java/print.ts";
import type { Host, JavaList, JavaMap, Value } from "../java/values.ts";
import type { Linter } from "../lint/linter.ts";
import { bareImage } from "../lint/tree.ts";
import type { DirectiveArgument, DirectiveNode } from "../parser/syntax.ts";
import { ValueError } from "../template-error.ts";
import type { Directive } from "./directive.ts";

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
    const turns = cursor(list(frame));
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

/** Where a loop is: a Java iterator, which refuses to go on over a list that has grown or shrunk meanwhile. */
class Cursor {
  readonly #source: JavaList | JavaMap;
  readonly #items: readonly Value[];
  readonly #expected: number;
  /** Of the item that `next` gave last; -1 before the first. */
  index = -1;

  constructor(source: JavaList | JavaMap) {
    this.#source = source;
    this.#items =
      source.kind === "list" ? source.items : Array.from(source.entries.all(), ({ value }) => value);
    this.#expected = this.#items.length;
  }

  hasNext(): boolean {
    return this.index + 1 !== this.#items.length;
  }

  next(): Value {
    const source = this.#source;
    const size = source.kind === "list" ? source.items.length : source.entries.size;
    if (size !== this.#expected) {
      throw new ValueError(
        "TemplateMethod",
        "ConcurrentModificationException: the list changed while #foreach ran over it",
      );
    }
    this.index += 1;
    return this.#items[this.index] ?? null;
  }
}

function cursor(value: Value): Cursor | undefined {
  if (value === null || typeof value !== "object") return undefined;
  return value.kind === "list" || value.kind === "map" ? new Cursor(value) : undefined;
}

/** `$foreach`; a template may keep values of its own in it. */
class Loop implements Host {
  readonly kind = "host";
  readonly #turns: Cursor;
  readonly #parent: Value;
  #custom: JavaMap | undefined;
  hasEnded = false;

  constructor(turns: Cursor, parent: Value) {
    this.#turns = turns;
    this.#parent = parent;
  }

  property(name: string): Value {
    switch (name) {
      case "index":
        return this.#turns.index;
      case "count":
        return this.#turns.index + 1;
      case "hasNext":
        return this.#turns.hasNext();
      case "first":
        return this.#turns.index === 0;
      case "last":
        return !this.#turns.hasNext();
      case "parent":
        return this.#parent;
      case "topmost":
        return this.#parent instanceof Loop ? this.#parent.property("topmost") : this;
      default:
        return this.#custom?.entries.get(name) ?? null;
    }
  }

  setProperty(name: string, value: Value): void {
    this.#custom ??= createMap();
    this.#custom.entries.set(name, value);
  }

  display(): string {
    return this.#custom === undefined ? "{}" : display(this.#custom);
  }

  call(name: string, args: readonly Value[]): Value | undefined {
    if (name === "stop" && args.length === 0) {
      if (this.hasEnded)
        throw new ValueError("TemplateMethod", "stop() of a #foreach that has ended already");
      throw new LoopStopped(this);
    }
    const property = args.length === 0 ? getters.get(name) : undefined;
    return property === undefined ? undefined : this.property(property);
  }
}

/** `$foreach.stop()`, on its way to the loop that it ends: the innermost one, or a parent. */
class LoopStopped extends Error {
  override readonly name = "LoopStopped";
  readonly loop: Loop;

  constructor(loop: Loop) {
    super("$foreach.stop()");
    this.loop = loop;
  }
}

const getters: ReadonlyMap<string, string> = new Map([
  ["hasNext", "hasNext"],
  ["getIndex", "index"],
  ["getCount", "count"],
  ["isFirst", "first"],
  ["isLast", "last"],
  ["getParent", "parent"],
  ["getTopmost", "topmost"],
]);

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
