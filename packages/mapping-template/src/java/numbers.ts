import { ValueError } from "../template-error.ts";
import { asDouble, fitsLong, type JavaDouble, type JavaLong, type Value, whole } from "./values.ts";

/** Arithmetic and order of Java's numbers, as Velocity's `#set` and `#if` know them. */
export type JavaNumber = number | bigint | JavaLong | JavaDouble;

export function isNumber(value: Value): value is JavaNumber {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    (value !== null && typeof value === "object" && (value.kind === "long" || value.kind === "double"))
  );
}

function isDouble(value: JavaNumber): value is JavaDouble {
  return typeof value === "object" && value.kind === "double";
}

export function toNumber(value: JavaNumber): number {
  return typeof value === "object" ? Number(value.value) : Number(value);
}

export function toBigInt(value: JavaNumber): bigint {
  if (typeof value === "object") return value.kind === "long" ? value.value : BigInt(Math.trunc(value.value));
  return BigInt(value);
}

/** No limit of Java's: squaring in a loop must end. */
const largest = 2n ** 20_000n;

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

/**
 * The result has the wider type of the two and grows when it does not fit: Integer, Long, BigInteger; with a Double it
 * is one. Division cuts towards zero; by zero there is no value.
 */
export function arithmetic(operator: ArithmeticOperator, left: JavaNumber, right: JavaNumber): Value {
  if (typeof left === "number" && typeof right === "number") return integers(operator, left, right);
  if (isDouble(left) || isDouble(right)) return doubles(operator, toNumber(left), toNumber(right));
  const result = bigs(operator, toBigInt(left), toBigInt(right));
  if (result === null) return null;
  if (result > largest || result < -largest)
    throw new ValueError("TemplateBudget", "A number has too many digits");
  if (typeof left === "bigint" || typeof right === "bigint" || !fitsLong(result)) return result;
  return { kind: "long", value: result };
}

function integers(operator: ArithmeticOperator, left: number, right: number): Value {
  if ((operator === "/" || operator === "%") && right === 0) return null;
  // A product of two Integers may pass 2^53.
  if (operator === "*" && Math.abs(left * right) > Number.MAX_SAFE_INTEGER)
    return whole(BigInt(left) * BigInt(right));
  const result = doubleResult(operator, left, right);
  const cut = Math.trunc(result) + 0;
  return cut === (cut | 0) ? cut : whole(BigInt(cut));
}

function doubles(operator: ArithmeticOperator, left: number, right: number): Value {
  if ((operator === "/" || operator === "%") && right === 0) return null;
  return asDouble(doubleResult(operator, left, right));
}

function doubleResult(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function bigs(operator: ArithmeticOperator, left: bigint, right: bigint): bigint | null {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? null : left / right;
    case "%":
      return right === 0n ? null : left % right;
  }
}

/** Negative, zero or positive, whatever the types. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (isDouble(left) || isDouble(right)) return toNumber(left) - toNumber(right);
  const difference = toBigInt(left) - toBigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
