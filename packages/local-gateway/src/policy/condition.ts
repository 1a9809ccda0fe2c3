import { BlockList, isIP } from "node:net";
import type { Condition } from "./document.ts";
import { arnLike, like } from "./wildcard.ts";

/** What is known of a request, by condition key in lower case; a key that is not there is absent from the request. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

/**
 * Whether a condition of a statement holds (D: IAM JSON policy elements, condition operators; multiple values: any of
 * the policy's values will do, and of a negated operator's none). An operator that is not known never holds.
 */
export function holds({ operator, key, values }: Condition, context: ConditionContext): boolean {
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const actual = context.get(key.toLowerCase());
  if (name === "Null")
    return values.some((value) => (value.toLowerCase() === "true") === (actual === undefined));
  const test = own(name);
  if (test === undefined) return false;
  if (actual === undefined || actual.length === 0) {
    // D, multivalued context keys: there has to be a value for `ForAnyValue` to be true of it.
    return (
      ifExists !== undefined || quantifier === "ForAllValues" || (test.negated && quantifier === undefined)
    );
  }
  const holdsFor = (one: string) =>
    test.negated
      ? !values.some((value) => test.matches(withVariables(value, context), one))
      : values.some((value) => test.matches(withVariables(value, context), one));
  return quantifier === "ForAllValues" || (test.negated && quantifier === undefined)
    ? actual.every(holdsFor)
    : actual.some(holdsFor);
}

/**
 * `${aws:username}` and the like replaced by what the request has, or by the default that is given after a comma,
 * `${aws:username, 'nobody'}`; one that has neither matches nothing (D: IAM JSON policy elements, variables).
 */
export function withVariables(text: string, context: ConditionContext): string {
  if (!text.includes("${")) return text;
  return text.replaceAll(/\$\{([^},]*)(?:, *'([^'}]*)')?\}/g, (whole, name: string, otherwise?: string) =>
    // `${*}`, `${?}` and `${$}` stand for the characters themselves; as patterns they cannot be told from wildcards
    // here
    name.length === 1 ? name : (context.get(name.trim().toLowerCase())?.[0] ?? otherwise ?? whole),
  );
}

interface Test {
  readonly negated: boolean;
  readonly matches: (wanted: string, actual: string) => boolean;
}

const positives: Readonly<Record<string, Test["matches"]>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringEqualsIgnoreCase: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase(),
  BinaryEquals: (wanted, actual) => wanted === actual,
  IpAddress: isWithin,
  NumericEquals: (wanted, actual) => Number(wanted) === Number(actual),
  NumericLessThan: (wanted, actual) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (wanted, actual) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (wanted, actual) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (wanted, actual) => Number(actual) >= Number(wanted),
  DateEquals: (wanted, actual) => timeOf(wanted) === timeOf(actual),
  DateLessThan: (wanted, actual) => timeOf(actual) < timeOf(wanted),
  DateLessThanEquals: (wanted, actual) => timeOf(actual) <= timeOf(wanted),
  DateGreaterThan: (wanted, actual) => timeOf(actual) > timeOf(wanted),
  DateGreaterThanEquals: (wanted, actual) => timeOf(actual) >= timeOf(wanted),
};

const negatives: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NotIpAddress: "IpAddress",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
};

function own(operator: string): Test | undefined {
  const opposite = Object.hasOwn(negatives, operator) ? negatives[operator] : undefined;
  const name = opposite ?? operator;
  const matches = Object.hasOwn(positives, name) ? positives[name] : undefined;
  return matches && { negated: opposite !== undefined, matches };
}

/** Milliseconds since 1970 of a date or of seconds since 1970. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/**
 * Whether an address is in a network such as `203.0.113.0/24` or `2001:DB8::/32`; an address alone is its own network.
 */
function isWithin(network: string, address: string): boolean {
  const [base = "", length] = network.split("/");
  const family = isIP(base);
  if (family === 0 || isIP(address) !== family) return false;
  const version = family === 4 ? "ipv4" : "ipv6";
  const prefix = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(base, prefix, version);
  return list.check(address, version);
}
