import type { Expression } from "../parser/syntax.ts";
import { literalText, printed } from "./tree.ts";

/** A condition without `&&`, `||` and `!`: what is assumed as one. */
export interface Atom {
  /** Two atoms with one key are asked the same. */
  readonly key: string;
  /** The condition is this, or its opposite. */
  readonly holds: boolean;
  /** For `$x == "a"` and `$x == 1`. */
  readonly equality?: { readonly subject: string; readonly literal: string };
}

/** A condition taken apart. */
export type Condition =
  | { readonly type: "constant"; readonly value: boolean }
  | { readonly type: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly type: "atom"; readonly atom: Atom };

/** `!` goes inward, so that it is only found in atoms. */
export function conditionOf(expression: Expression, loopDepth: number, outcome = true): Condition {
  switch (expression.type) {
    case "boolean":
      return { type: "constant", value: expression.value === outcome };
    case "not":
      return conditionOf(expression.operand, loopDepth, !outcome);
    case "binary": {
      const { operator, left, right } = expression;
      if (operator !== "&&" && operator !== "||") break;
      return {
        type: (operator === "&&") === outcome ? "and" : "or",
        left: conditionOf(left, loopDepth, outcome),
        right: conditionOf(right, loopDepth, outcome),
      };
    }
    default:
  }
  const atom = atomOf(expression, loopDepth);
  return { type: "atom", atom: { ...atom, holds: atom.holds === outcome } };
}

/** `!=` is the opposite of `==`. */
function atomOf(expression: Expression, loopDepth: number): Atom {
  if (expression.type === "binary" && (expression.operator === "==" || expression.operator === "!=")) {
    const { left, right, operator } = expression;
    const subject = printed(left);
    const other = printed(right);
    const isLiteral =
      literalText(right) !== undefined || right.type === "integer" || right.type === "boolean";
    return turnAtom(
      {
        key: `(${subject} == ${other})`,
        holds: operator === "==",
        ...(isLiteral ? { equality: { subject, literal: other } } : {}),
      },
      loopDepth,
    );
  }
  return turnAtom({ key: printed(expression), holds: true }, loopDepth);
}

function turnAtom(atom: Atom, loopDepth: number): Atom {
  const turn = loopDepth === 0 ? undefined : turnQuestions.get(atom.key);
  if (turn === undefined) return atom;
  return { key: turnKey(turn.question, loopDepth), holds: turn.holds === atom.holds };
}

type TurnQuestion = "hasNext" | "first";

/** What is assumed about the turn of the loop at this depth. */
export function turnKey(question: TurnQuestion, depth: number): string {
  return `${question} of ${depth}`;
}

/** The questions about a loop's turn, in each of their spellings. */
const turnQuestions: ReadonlyMap<string, { readonly question: TurnQuestion; readonly holds: boolean }> =
  new Map([
    ...spellings("hasNext", true, ["$foreach.hasNext", "$foreach.hasNext()", "$velocityHasNext"]),
    ...spellings("hasNext", false, ["$foreach.last", "$foreach.isLast()"]),
    ...spellings("first", true, ["$foreach.first", "$foreach.isFirst()"]),
    ...["$foreach.index", "$foreach.getIndex()"].flatMap((index) => [
      ...spellings("first", true, [`(${index} == 0)`]),
      ...spellings("first", false, [`(${index} > 0)`, `(${index} >= 1)`]),
    ]),
    ...["$foreach.count", "$foreach.getCount()", "$velocityCount"].flatMap((count) => [
      ...spellings("first", true, [`(${count} == 1)`]),
      ...spellings("first", false, [`(${count} > 1)`, `(${count} >= 2)`]),
    ]),
  ]);

function spellings(question: TurnQuestion, holds: boolean, texts: readonly string[]) {
  return texts.map((text) => [text, { question, holds }] as const);
}
