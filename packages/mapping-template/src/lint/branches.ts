import type { Block, Expression, IfNode } from "../parser/syntax.ts";
import { type Atom, type Condition, conditionOf } from "./conditions.ts";
import type { Changes } from "./environment.ts";
import { assuming, distinct, type Path } from "./paths.ts";
import { forEachReference } from "./tree.ts";
import type { Walker } from "./walker.ts";

/** Walks each branch of an `#if` with the ways that lead into it, and puts together what comes out. */
export function walkBranches(node: IfNode, walker: Walker): void {
  const { environment, guards } = walker;
  const ends: Path[] = [];
  const changes: Changes[] = [];
  const asked: string[] = [];
  let remaining = walker.paths;
  for (const { condition, body } of node.branches) {
    const { yes, no } = splitAt(condition, walker, remaining);
    asked.push(...guards.asked(condition));
    remaining = no;
    take(yes, body);
  }
  take(remaining, node.otherwise);
  environment.join(guards.answered(changes, asked));
  walker.paths = distinct(ends);

  function take(ways: readonly Path[], body: Block): void {
    if (ways.length === 0) return;
    walker.paths = ways;
    changes.push(environment.attempt(() => guards.within(asked, () => walker.run(body))));
    ends.push(...walker.paths);
  }
}

/** The ways on which a condition may hold, and those on which it may not. */
interface Sides {
  readonly yes: readonly Path[];
  readonly no: readonly Path[];
}

function splitAt(expression: Expression, { loop, survey }: Walker, ways: readonly Path[]): Sides {
  // What is counted or collected on the way cannot be followed.
  let isFollowed = true;
  forEachReference(expression, 0, ({ root }) => {
    isFollowed &&= !survey.reassigned.has(root) && root !== "foreach" && root !== "velocityCount";
  });
  return split(conditionOf(expression, loop?.depth ?? 0), ways);

  function split(condition: Condition, before: readonly Path[]): Sides {
    switch (condition.type) {
      case "constant":
        return condition.value ? { yes: before, no: [] } : { yes: [], no: before };
      case "atom":
        return splitByAtom(condition.atom, before);
      case "and": {
        const left = split(condition.left, before);
        const right = split(condition.right, left.yes);
        return { yes: right.yes, no: distinct([...left.no, ...right.no]) };
      }
      case "or": {
        const left = split(condition.left, before);
        const right = split(condition.right, left.no);
        return { yes: distinct([...left.yes, ...right.yes]), no: right.no };
      }
    }
  }

  function splitByAtom(atom: Atom, before: readonly Path[]): Sides {
    const { key, holds } = atom;
    const isSure = isFollowed && !survey.isEntangled(key);
    const isRemembered = survey.isRepeated(key);
    const side = (outcome: boolean): readonly Path[] =>
      before.flatMap((way) => {
        const known = way.assumptions.get(key);
        if (known !== undefined) return (known === holds) === outcome ? [way] : [];
        const rivals = outcome === holds ? survey.rivals(atom) : [];
        // Of two equalities with different literals only one can hold.
        const facts = rivals.map((rival) => [rival, false] as const);
        return assuming(
          [isSure ? way : { ...way, sure: false }],
          isRemembered ? [[key, outcome === holds] as const, ...facts] : [],
        );
      });
    return { yes: side(true), no: side(false) };
  }
}
