import type { DirectiveArgument, DirectiveNode } from "../parser/syntax.ts";
import { turnKey } from "./conditions.ts";
import type { Changes } from "./environment.ts";
import { anything } from "./origin.ts";
import { assuming, forgetting, type Path, unsure } from "./paths.ts";
import { emptyKey } from "./questions.ts";
import { turnsOf } from "./trace.ts";
import { forgetVariable, type Loop, type Walker } from "./walker.ts";

/** Walks a `#foreach`: no turn, a first one, and two later ones, each of them the last or not. */
export function walkLoop({ args, body }: DirectiveNode, walker: Walker): void {
  const [item, , source] = args;
  if (source === undefined) return;
  const { environment, loop: outer, survey } = walker;
  const items = turnsOf(source, environment);
  const name = item?.type === "reference" ? item.root : item?.type === "string" ? item.text : "";
  const itemBefore = environment.get(name);
  const loop: Loop = { depth: (outer?.depth ?? 0) + 1, settled: new Set(), left: [] };
  const first = turnKey("first", loop.depth);
  const hasNext = turnKey("hasNext", loop.depth);
  const isTurn = (key: string) => key === first || key === hasNext;
  const { empty, filled } = split(walker.paths, source, survey.isRepeated(emptyKey(source)));
  const ended: Path[] = [...empty];

  /** Gives the ways that go on to the next turn. */
  function turn(ways: readonly Path[], isFirst: boolean): readonly Path[] {
    loop.settled.clear();
    walker.paths = [true, false].flatMap((goesOn) =>
      assuming(ways, [
        [first, isFirst],
        [hasNext, goesOn],
      ]),
    );
    forgetVariable(walker, name);
    environment.set(name, items.length === 0 ? anything : items);
    walker.run(body);
    ended.push(...walker.paths.filter(({ assumptions }) => assumptions.get(hasNext) !== true));
    return walker.paths.filter(({ assumptions }) => assumptions.get(hasNext) !== false);
  }

  walker.loop = loop;
  const changes: Changes[] = [
    environment.attempt(() => {
      // With nothing left to spend, one turn has to do.
      let goingOn = turn(filled, true);
      if (walker.left > 0) goingOn = turn(forgetting(goingOn, isTurn), false);
      if (walker.left > 0) turn(forgetting(goingOn, isTurn), false);
    }),
  ];
  if (empty.length > 0) changes.push(new Map());
  walker.loop = outer;
  environment.join(changes);
  environment.set(name, itemBefore);
  walker.paths = forgetting([...ended, ...loop.left], isTurn);
  // Whether a list has items, conditions ask in many ways; which of them go together is not followed.
  if (walker.left <= 0 || survey.isEntangled(emptyKey(source))) walker.paths = unsure(walker.paths);
}

/** The ways on which a list may be empty, and those on which it may have items. */
function split(
  ways: readonly Path[],
  source: DirectiveArgument,
  isRemembered: boolean,
): { readonly empty: readonly Path[]; readonly filled: readonly Path[] } {
  if (isNeverEmpty(source)) return { empty: [], filled: ways };
  const key = emptyKey(source);
  const side = (isEmpty: boolean): readonly Path[] => {
    const possible = ways.filter(({ assumptions }) => (assumptions.get(key) ?? isEmpty) === isEmpty);
    return isRemembered ? assuming(possible, [[key, isEmpty]]) : possible;
  };
  return { empty: side(true), filled: side(false) };
}

/** A range and a list with items always have a turn. */
function isNeverEmpty(source: DirectiveArgument): boolean {
  return source.type === "range" || (source.type === "list" && source.items.length > 0);
}
