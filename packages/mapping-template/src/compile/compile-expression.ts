import { javaEquals } from "../java/equality.ts";
import { createMap } from "../java/map.ts";
import { type ArithmeticOperator, arithmetic, compareNumbers, isNumber, toNumber } from "../java/numbers.ts";
import { display } from "../java/print.ts";
import { list, type Value } from "../java/values.ts";
import type { Expression, StringNode } from "../parser/syntax.ts";
import { compileReference } from "./compile-reference.ts";
import type { Compiler, Evaluate, Test } from "./compiler.ts";
import { constantValue } from "./constant.ts";
import { capture, type Frame, spend } from "./frame.ts";

type Binary = Extract<Expression, { type: "binary" }>;

/** An expression's value. */
export function compileExpression(node: Expression, compiler: Compiler): Evaluate {
  switch (node.type) {
    case "reference":
      return compileReference(node, compiler);
    case "integer":
    case "float":
    case "boolean":
      return constant(constantValue(node) ?? null);
    case "string":
      return compileString(node, compiler);
    case "list": {
      const items = node.items.map((item) => compiler.expression(item));
      return (frame) => list(items.map((item) => item(frame)));
    }
    case "map": {
      const entries = node.entries.map(
        ([key, value]) => [compiler.expression(key), compiler.expression(value)] as const,
      );
      return (frame) => createMap(entries.map(([key, value]) => [key(frame), value(frame)] as const));
    }
    case "range":
      return compileRange(node, compiler);
    case "not": {
      const test = compiler.condition(node.operand);
      return (frame) => !test(frame);
    }
    case "binary":
      return compileBinary(node, compiler);
  }
}

function constant(value: Value): Evaluate {
  return () => value;
}

function compileString(node: StringNode, compiler: Compiler): Evaluate {
  if (node.block === undefined) return constant(node.text);
  const run = compiler.inside(node.offset + 1).block(node.block);
  return (frame) => compiler.located(node.offset, () => capture(frame, () => run(frame)));
}

function compileRange(node: Extract<Expression, { type: "range" }>, compiler: Compiler): Evaluate {
  const from = compiler.expression(node.from);
  const to = compiler.expression(node.to);
  return (frame) => {
    const first = from(frame);
    const last = to(frame);
    if (!isNumber(first) || !isNumber(last)) return null;
    const [begin, end] = [Math.trunc(toNumber(first)), Math.trunc(toNumber(last))];
    const count = Math.abs(end - begin) + 1;
    compiler.located(node.offset, () => spend(frame, count));
    const step = begin <= end ? 1 : -1;
    return list(Array.from({ length: count }, (_, i) => begin + i * step));
  };
}

function compileBinary(node: Binary, compiler: Compiler): Evaluate {
  switch (node.operator) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return compileArithmetic(node, node.operator, compiler);
    default:
      return compileCondition(node, compiler);
  }
}

/** With a text on either side `+` joins; without numbers on both sides there is no value. */
function compileArithmetic(node: Binary, operator: ArithmeticOperator, compiler: Compiler): Evaluate {
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (isNumber(a) && isNumber(b)) return compiler.located(node.offset, () => arithmetic(operator, a, b));
    if (operator !== "+" || (typeof a !== "string" && typeof b !== "string")) return null;
    return compiler.located(node.offset, () =>
      capture(frame, () => {
        frame.out = joined(a, node.left, compiler) + joined(b, node.right, compiler);
      }),
    );
  };
}

function joined(value: Value, node: Expression, compiler: Compiler): string {
  if (value !== null) return display(value);
  return compiler.behaviours.nullReference === "source" && node.type === "reference" ? node.image : "";
}

/** Whether an expression holds. In Velocity 1.7 no literal does but `true`, and neither does a sum. */
export function compileCondition(node: Expression, compiler: Compiler): Test {
  const { behaviours } = compiler;
  switch (node.type) {
    case "boolean":
      return () => node.value;
    case "not": {
      const test = compiler.condition(node.operand);
      return (frame) => !test(frame);
    }
    case "reference": {
      const value = compileReference(node, compiler);
      return behaviours.truth === "velocity-1"
        ? (frame) => holds(value(frame))
        : (frame) => holdsIn2(value(frame));
    }
    case "binary": {
      const test = compileTest(node, compiler);
      if (test !== undefined) return test;
      break;
    }
    default:
  }
  if (behaviours.truth === "velocity-1") return () => false;
  const value = compiler.expression(node);
  return (frame) => holdsIn2(value(frame));
}

function holds(value: Value): boolean {
  return value !== null && value !== false;
}

/** Velocity 2: what is empty or zero does not hold. */
function holdsIn2(value: Value): boolean {
  if (value === null || value === false || value === "") return false;
  if (isNumber(value)) return toNumber(value) !== 0;
  if (typeof value !== "object") return true;
  if (value.kind === "list") return value.items.length > 0;
  return value.kind !== "map" || value.entries.size > 0;
}

function compileTest(node: Binary, compiler: Compiler): Test | undefined {
  if (node.operator === "&&" || node.operator === "||") {
    const left = compiler.condition(node.left);
    const right = compiler.condition(node.right);
    return node.operator === "&&"
      ? (frame) => left(frame) && right(frame)
      : (frame) => left(frame) || right(frame);
  }
  const compare = comparisons.get(node.operator);
  if (compare === undefined) return undefined;
  const left = compiler.expression(node.left);
  const right = compiler.expression(node.right);
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    return compiler.located(node.offset, () => compare(a, b, frame, compiler));
  };
}

type Compare = (left: Value, right: Value, frame: Frame, compiler: Compiler) => boolean;

const comparisons: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ["==", equal],
  ["!=", (a, b, frame, compiler) => !equal(a, b, frame, compiler)],
  ["<", ordered((difference) => difference < 0)],
  ["<=", ordered((difference) => difference <= 0)],
  [">", ordered((difference) => difference > 0)],
  [">=", ordered((difference) => difference >= 0)],
]);

/** Only numbers have an order. */
function ordered(holdsFor: (difference: number) => boolean): Compare {
  return (a, b) => isNumber(a) && isNumber(b) && holdsFor(compareNumbers(a, b));
}

/** Numbers by value, like by Java's `equals`, everything else by what it prints. */
function equal(a: Value, b: Value, frame: Frame, compiler: Compiler): boolean {
  if (a === b) return true;
  if (a === null || b === null) return compiler.behaviours.nullEqualsEmptyText && (a ?? b) === "";
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (typeof a !== "object" && typeof a === typeof b) return false;
  if (typeof a === "object" && typeof b === "object" && a.kind === b.kind && sameClass(a, b))
    return javaEquals(a, b);
  const [left, right] = [display(a), display(b)];
  spend(frame, (left.length + right.length) >> 3);
  return left === right;
}

function sameClass(a: Extract<Value, object>, b: Extract<Value, object>): boolean {
  return a.kind !== "list" || b.kind !== "list" || a.flavour === b.flavour;
}
