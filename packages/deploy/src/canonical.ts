import { createHash } from "node:crypto";

/** Whether two values are the same JSON, whatever the order of members. */
export function equal(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

/** The names of a value's members; states are made member by member, so that there are no others than its type has. */
export function keysOf<Value extends object>(value: Value): (keyof Value & string)[] {
  return Object.keys(value) as (keyof Value & string)[];
}

/** SHA-256 of the canonical JSON, hexadecimal, shortened to 128 bits. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 32);
}

/** The order of code units: the same on every machine, whatever its locale. */
export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** JSON in which the order of members does not matter: equal values give equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member) ? sortMembers(member) : member,
  );
}

function sortMembers(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => compare(left, right)));
}
