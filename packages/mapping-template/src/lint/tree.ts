import type { Block, DirectiveArgument, ReferenceNode, Statement, Step } from "../parser/syntax.ts";

/** A text that the template writes out, whichever quotes it has. */
export function literalText(expression: DirectiveArgument | undefined): string | undefined {
  if (expression?.type !== "string") return undefined;
  if (expression.block === undefined) return expression.text;
  const texts = expression.block.map((each) => (each.type === "text" ? each.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join("");
}

/** How a reference is written in an expression: without the `!` and the braces of `$!{name}`. */
export function bareImage({ image }: ReferenceNode): string {
  return image.replace(/^\$!?\{([\s\S]*)\}$/, "$$$1").replace(/^\$!/, "$");
}

/**
 * Visits every reference of an expression, those in its texts, arguments and indexes too, outermost first. `base` is
 * where the text of the expression begins; offsets inside a text count from that text.
 */
export function forEachReference(
  expression: DirectiveArgument,
  base: number,
  visit: (node: ReferenceNode, base: number) => void,
): void {
  switch (expression.type) {
    case "reference":
      forEachPart(expression, base, visit);
      break;
    case "string":
      forEachStatement(expression.block ?? [], base + expression.offset + 1, visit);
      break;
    case "range":
      forEachReference(expression.from, base, visit);
      forEachReference(expression.to, base, visit);
      break;
    case "list":
      for (const item of expression.items) forEachReference(item, base, visit);
      break;
    case "map":
      for (const entry of expression.entries) for (const part of entry) forEachReference(part, base, visit);
      break;
    case "not":
      forEachReference(expression.operand, base, visit);
      break;
    case "binary":
      forEachReference(expression.left, base, visit);
      forEachReference(expression.right, base, visit);
      break;
    default:
  }
}

function forEachPart(
  node: ReferenceNode,
  base: number,
  visit: (node: ReferenceNode, base: number) => void,
): void {
  visit(node, base);
  for (const step of node.steps) {
    if (step.type === "index") forEachReference(step.index, base, visit);
    if (step.type === "method") for (const argument of step.args) forEachReference(argument, base, visit);
  }
}

/** The same for the statements of a text between double quotes. */
function forEachStatement(
  block: Block,
  base: number,
  visit: (node: ReferenceNode, base: number) => void,
): void {
  for (const statement of block) {
    for (const expression of expressionsOf(statement)) forEachReference(expression, base, visit);
    for (const body of bodiesOf(statement)) forEachStatement(body, base, visit);
  }
}

/** What stands in a statement's parentheses; a reference is its own. The target of `#set` comes first. */
export function expressionsOf(statement: Statement): readonly DirectiveArgument[] {
  switch (statement.type) {
    case "text":
      return [];
    case "reference":
      return [statement];
    case "set":
      return [statement.target, statement.value];
    case "if":
      return statement.branches.map(({ condition }) => condition);
    default:
      return statement.args;
  }
}

export function bodiesOf(statement: Statement): readonly Block[] {
  switch (statement.type) {
    case "if":
      return [...statement.branches.map(({ body }) => body), statement.otherwise];
    case "directive":
      return [statement.body];
    case "macroCall":
      return statement.body === undefined ? [] : [statement.body];
    default:
      return [];
  }
}

/** An expression as one text; two with the same text have the same value at the same place. */
export function printed(expression: DirectiveArgument): string {
  switch (expression.type) {
    case "reference":
      return printedReference(expression);
    case "string":
      return `'${literalText(expression) ?? `"${expression.text}`}'`;
    case "integer":
    case "float":
    case "boolean":
      return String(expression.value);
    case "word":
      return expression.word;
    case "range":
      return `[${printed(expression.from)}..${printed(expression.to)}]`;
    case "list":
      return `[${expression.items.map(printed).join()}]`;
    case "map":
      return `{${expression.entries.map((entry) => entry.map(printed).join(":")).join()}}`;
    case "not":
      return `!(${printed(expression.operand)})`;
    case "binary":
      return `(${printed(expression.left)} ${expression.operator} ${printed(expression.right)})`;
  }
}

function printedReference({ root, steps }: ReferenceNode): string {
  return `$${root}${steps.map(printedStep).join("")}`;
}

function printedStep(step: Step): string {
  switch (step.type) {
    case "property":
      return `.${step.name}`;
    case "index":
      return `[${printed(step.index)}]`;
    case "method":
      return `.${step.name}(${step.args.map(printed).join()})`;
  }
}
