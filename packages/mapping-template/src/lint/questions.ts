import type { DirectiveArgument, Expression, Step } from "../parser/syntax.ts";
import { type Atom, type Condition, conditionOf } from "./conditions.ts";
import { forEachReference, printed } from "./tree.ts";

/** What a template's conditions ask, and which of them ask about the same. */
export interface QuestionsAsked {
  /** Asked at two places or more, or excluded by another answer: worth remembering what was assumed. */
  isRepeated(key: string): boolean;
  /** `$x == "b"` and others, which do not hold where `$x == "a"` does. */
  rivals(atom: Atom): readonly string[];
  /** Whether the same is asked in another way, as in `$l.size() > 0` and `$l.isEmpty()`: the answers belong together. */
  isEntangled(key: string): boolean;
}

export interface Questions extends QuestionsAsked {
  ask(condition: Expression): void;
  /** A `#foreach` asks whether there is something to run over. */
  askEmpty(source: DirectiveArgument): void;
}

const maximumQuestions = 32;
const crowd = [["", undefined]] as const;

export function createQuestions(): Questions {
  const counts = new Map<string, number>();
  const subjectsOf = new Map<string, Set<string>>();
  /** By what is asked about: the atoms, and for equalities with which literal. */
  const askedAbout = new Map<string, Map<string, Atom["equality"]>>();

  function remember(key: string, subjects: Iterable<string>, equality: Atom["equality"]): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const known = subjectsOf.get(key) ?? new Set();
    subjectsOf.set(key, known);
    for (const subject of subjects) {
      known.add(subject);
      const atoms = askedAbout.get(subject) ?? new Map<string, Atom["equality"]>();
      atoms.set(key, equality);
      askedAbout.set(subject, atoms);
    }
  }

  function rememberAll(condition: Condition, subjects: ReadonlySet<string>): void {
    if (condition.type === "atom") {
      const { key, equality } = condition.atom;
      remember(
        key,
        [...subjects].filter((each) => key.includes(each)),
        equality,
      );
    } else if (condition.type !== "constant") {
      rememberAll(condition.left, subjects);
      rememberAll(condition.right, subjects);
    }
  }

  return {
    ask: (condition) => rememberAll(conditionOf(condition, 0), subjectsIn(condition)),
    askEmpty: (source) => remember(emptyKey(source), [printed(source)], undefined),
    isRepeated: (key) => (counts.get(key) ?? 0) > 1 || othersOf(key).length > 0,
    rivals: ({ key, equality }) =>
      equality === undefined
        ? []
        : othersOf(key).flatMap(([other, its]) =>
            its?.subject === equality.subject && its.literal !== equality.literal ? [other] : [],
          ),
    isEntangled(key) {
      const [own] = Array.from(subjectsOf.get(key) ?? [], (subject) => askedAbout.get(subject)?.get(key));
      return othersOf(key).some(([, other]) => own === undefined || other?.subject !== own.subject);
    },
  };

  function othersOf(key: string): readonly (readonly [string, Atom["equality"]])[] {
    return Array.from(subjectsOf.get(key) ?? [], (subject) => {
      const atoms = askedAbout.get(subject);
      // One thing asked in so many ways is not followed.
      return atoms !== undefined && atoms.size > maximumQuestions ? crowd : [...(atoms ?? [])];
    })
      .flat()
      .filter(([other]) => other !== key);
  }
}

/** What a condition asks about: its references, without the methods that only measure or compare. */
function subjectsIn(condition: Expression): ReadonlySet<string> {
  const subjects = new Set<string>();
  forEachReference(condition, 0, (node) => {
    const last = node.steps.findLastIndex((step) => !measures(step));
    subjects.add(printed({ ...node, steps: node.steps.slice(0, last + 1) }));
  });
  return subjects;
}

function measures(step: Step): boolean {
  return step.type === "method" && (step.args.length === 0 || comparing.has(step.name));
}

const comparing: ReadonlySet<string> = new Set([
  "contains",
  "endsWith",
  "equals",
  "equalsIgnoreCase",
  "indexOf",
  "matches",
  "startsWith",
]);

/** What is assumed about a list: that a `#foreach` over it takes no turn. */
export function emptyKey(source: DirectiveArgument): string {
  return `no ${printed(source)}`;
}
