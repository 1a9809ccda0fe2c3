import type { Block, DirectiveNode, ReferenceNode } from "../parser/syntax.ts";
import { createQuestions, type QuestionsAsked } from "./questions.ts";
import { bodiesOf } from "./tree.ts";

/** What a template is about, before it is walked: what it assigns, and what it asks more than once. */
export interface Survey extends QuestionsAsked {
  /** Every name that a `#set`, `#foreach`, `#define` or macro gives a value to. */
  readonly assigned: ReadonlySet<string>;
  /** Names that more than one statement assigns to. */
  readonly reassigned: ReadonlySet<string>;
  /** Whether a text is run as a template, which can assign anything. */
  readonly evaluates: boolean;
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
      if (statement.type === "directive") visitDirective(statement);
      for (const body of bodiesOf(statement)) visit(body);
    }
  }

  function visitDirective({ directive, args }: DirectiveNode): void {
    const [first, , source] = args;
    switch (directive.name) {
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
        for (const each of args) if (each.type === "reference") assign(each);
        break;
      default:
    }
  }

  visit(block);
  const { isRepeated, rivals, isEntangled } = questions;
  return { assigned, reassigned, evaluates, isRepeated, rivals, isEntangled };
}
