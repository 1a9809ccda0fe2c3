import type { Block, DirectiveArgument, ReferenceNode } from "../parser/syntax.ts";
import type { Environment } from "./environment.ts";
import { follow } from "./follow.ts";
import { anything, callerText, either, itemsOf, type Origin } from "./origin.ts";
import { literalText } from "./tree.ts";

/** All that an expression may be, with the variables as they are. */
export function originsOf(expression: DirectiveArgument, environment: Environment): readonly Origin[] {
  switch (expression.type) {
    case "reference":
      return traceOf(expression, environment).value;
    case "integer":
    case "float":
      return [{ kind: "number" }];
    case "boolean":
    case "not":
      return [{ kind: "boolean" }];
    case "string": {
      const text = literalText(expression);
      return text === undefined ? ofParts(expression.block ?? [], environment) : [{ kind: "literal", text }];
    }
    case "range":
      return [{ kind: "list", items: [{ kind: "number" }] }];
    case "list":
      return [
        { kind: "list", items: either(...expression.items.map((item) => originsOf(item, environment))) },
      ];
    case "binary":
      return ofBinary(expression.operator, expression.left, expression.right, environment);
    default:
      return anything;
  }
}

/** A reference's value, and what each of its steps starts from. */
export function traceOf(
  node: ReferenceNode,
  environment: Environment,
): { readonly from: readonly (readonly Origin[])[]; readonly value: readonly Origin[] } {
  const from: (readonly Origin[])[] = [];
  let value = node.bare ? anything : environment.get(node.root);
  for (const step of node.steps) {
    from.push(value);
    const args =
      step.type === "property"
        ? []
        : (step.type === "index" ? [step.index] : step.args).map((each) => originsOf(each, environment));
    value = either(value.flatMap((origin) => follow(origin, step, args)));
  }
  return { from, value };
}

/** A text with references in it is as dangerous as the worst of them, and nothing else is known about it. */
function ofParts(block: Block, environment: Environment): readonly Origin[] {
  const references = block.filter((each) => each.type === "reference");
  if (
    references.length < block.length &&
    block.some((each) => each.type !== "reference" && each.type !== "text")
  ) {
    return anything;
  }
  const parts = references.flatMap((each) => originsOf(each, environment)).map(asText);
  if (block.length === 1) return either(parts);
  return repeating(parts);
}

function asText(origin: Origin): Origin {
  if (origin.kind === "payload") return callerText("payload");
  return origin.kind === "text" ? { ...origin, optional: false } : origin;
}

/** What is left of these when they are parts of a longer text. */
function repeating(parts: readonly Origin[]): readonly Origin[] {
  const raw = parts.filter((origin) => origin.kind === "text" && origin.escape !== "json");
  return raw.length > 0 ? either(raw) : anything;
}

function ofBinary(
  operator: string,
  left: DirectiveArgument,
  right: DirectiveArgument,
  environment: Environment,
): readonly Origin[] {
  if (/^(?:[-*/%])$/.test(operator)) return [{ kind: "number" }];
  if (operator !== "+") return [{ kind: "boolean" }];
  const operands = [...originsOf(left, environment), ...originsOf(right, environment)];
  if (operands.every(({ kind }) => kind === "number")) return [{ kind: "number" }];
  return repeating(operands);
}

/** What a `#foreach` over it gives, turn by turn. */
export function turnsOf(expression: DirectiveArgument, environment: Environment): readonly Origin[] {
  return either(originsOf(expression, environment).flatMap(itemsOf));
}
