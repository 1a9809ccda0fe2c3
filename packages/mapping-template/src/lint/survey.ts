import type { Block, DirectiveArgument, Expression, ReferenceNode, Step } from "../parser/syntax.ts";
import { type Atom, type Condition, conditionOf } from "./conditions.ts";
import { bodiesOf, forEachReference, printed } from "./tree.ts";

/** What a template is about, before it is walked: what it assigns, and what it asks more than once. */
export interface Survey {
  /** Every name that a `#set`, `#foreach`, `#define` or macro gives a value to. */
  readonly assigned: ReadonlySet<string>;
  /** Names that more than one statement assigns to. */
  readonly reassigned: ReadonlySet<string>;
  /** Whether a text is run as a template, which can assign anything. */
  readonly evaluates: boolean;
  /** Asked at two places or more, or excluded by another answer: worth remembering what was assumed. */
  isRepeated(key: string): boolean;
  /** `$x == "b"` and others, which do not hold where `$x == "a"` does. */
  rivals(atom: Atom): readonly string[];
  /** Whether the same is asked in another way, as in `$l.size() > 0` and `$l.isEmpty()`: the answers belong together. */
  isEntangled(key: string): boolean;
}

/** What is assumed about a list: that a `#foreach` over it takes no turn. */
export function emptyKey(source: DirectiveArgument): string {
  return `no ${printed(source)}`;
}

export function survey(block: Block): Survey {
  const assigned = new Set<string>();
  const reassigned = new Set<string>();
  const questions = createQuestions();
  let evaluates = false;

  function assign(node: ReferenceNode): void {
    if (node.steps.length > 0) return;
    if (assigned.has(node.root)) reassigned.add(node.root);
    assigned.add(node.root);
  }

  function visit(statements: Block): void {
    for (const statement of statements) {
      if (statement.type === "set") assign(statement.target);
      if (statement.type === "if") for (const { condition } of statement.branches) questions.ask(condition);
      if (statement.type === "directive") {
        const [first, , source] = statement.args;
        switch (statement.directive.name) {
          case "evaluate":
            evaluates = true;
            break;
          case "foreach":
            if (first?.type === "string") assigned.add(first.text);
            if (source !== undefined) questions.askEmpty(source);
            if (first?.type === "reference") assign(first);
            break;
          case "define":
          case "macro":
            for (const each of statement.args) if (each.type === "reference") assign(each);
            break;
          default:
        }
      }
      for (const body of bodiesOf(statement)) visit(body);
    }
  }

  visit(block);
  const { isRepeated, rivals, isEntangled } = questions;
  return { assigned, reassigned, evaluates, isRepeated, rivals, isEntangled };
}

const maximumQuestions = 32;
const crowd = [["", undefined]] as const;

interface Questions extends Pick<Survey, "isRepeated" | "rivals" | "isEntangled"> {
  ask(condition: Expression): void;
  askEmpty(source: DirectiveArgument): void;
}

function createQuestions(): Questions {
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
