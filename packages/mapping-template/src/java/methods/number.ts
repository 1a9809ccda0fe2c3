import { javaEquals, javaHash } from "../equality.ts";
import { compareNumbers, type JavaNumber, toBigInt, toNumber } from "../numbers.ts";
import { display } from "../print.ts";
import { asDouble, fitsInt, fitsLong, type Value } from "../values.ts";
import { any, javaThrows, type MethodTable, method, number, table, text } from "./method.ts";

const shared = {
  toString: method<JavaNumber, []>([], (self) => display(self)),
  hashCode: method<JavaNumber, []>([], (self) => javaHash(self)),
  equals: method<JavaNumber, [Value]>([any], (self, [other]) => javaEquals(self, other)),
  compareTo: method<JavaNumber, [JavaNumber]>([number], (self, [other]) =>
    Math.sign(compareNumbers(self, other)),
  ),
  intValue: method<JavaNumber, []>([], intValue),
  longValue: method<JavaNumber, []>([], longValue),
  doubleValue: method<JavaNumber, []>([], (self) => asDouble(toNumber(self))),
};

/** `java.lang.Integer`, its static methods included: `$i.parseInt("41")` is how templates read numbers. */
export const integerMethods: MethodTable<JavaNumber> = table<JavaNumber>({
  ...shared,
  parseInt: method([text], (_, [written]) => parseInteger(written)),
  valueOf: [method([text], (_, [written]) => parseInteger(written)), method([number], (_, [value]) => value)],
  compare: method([number, number], (_, [left, right]) => Math.sign(compareNumbers(left, right))),
  max: method([number, number], (_, [left, right]) => Math.max(intValue(left), intValue(right))),
  min: method([number, number], (_, [left, right]) => Math.min(intValue(left), intValue(right))),
  sum: method([number, number], (_, [left, right]) => (intValue(left) + intValue(right)) | 0),
  toBinaryString: method([number], (_, [value]) => (intValue(value) >>> 0).toString(2)),
  toHexString: method([number], (_, [value]) => (intValue(value) >>> 0).toString(16)),
  toOctalString: method([number], (_, [value]) => (intValue(value) >>> 0).toString(8)),
});

/** `java.lang.Long`. */
export const longMethods: MethodTable<JavaNumber> = table<JavaNumber>({
  ...shared,
  parseLong: method([text], (_, [written]) => ({ kind: "long", value: parseWhole(written, fitsLong) })),
  valueOf: method([text], (_, [written]) => ({ kind: "long", value: parseWhole(written, fitsLong) })),
});

/** `java.lang.Double`. */
export const doubleMethods: MethodTable<JavaNumber> = table<JavaNumber>({
  ...shared,
  parseDouble: method([text], (_, [written]) => parseDouble(written)),
  valueOf: method([text], (_, [written]) => parseDouble(written)),
  isNaN: method([], (self) => Number.isNaN(toNumber(self))),
  isInfinite: method([], (self) => Math.abs(toNumber(self)) === Number.POSITIVE_INFINITY),
});

/** `java.math.BigInteger`. */
export const bigMethods: MethodTable<JavaNumber> = table<JavaNumber>(shared);

function parseWhole(written: string, fits: (value: bigint) => boolean): bigint {
  if (!/^[+-]?[0-9]+$/.test(written) || written.length > 20 || !fits(BigInt(written))) {
    javaThrows("NumberFormatException", `For input string: ${JSON.stringify(written.slice(0, 40))}`);
  }
  return BigInt(written);
}

const parseInteger = (written: string) => Number(parseWhole(written, fitsInt));

function parseDouble(written: string): Value {
  if (!/^\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[dDfF]?\s*$/.test(written)) {
    javaThrows("NumberFormatException", `For input string: ${JSON.stringify(written.slice(0, 40))}`);
  }
  return asDouble(Number.parseFloat(written));
}

function intValue(self: JavaNumber): number {
  const value = typeof self === "object" && self.kind === "double" ? clamp(self.value) : toBigInt(self);
  return Number(BigInt.asIntN(32, value));
}

/** A Double narrows to the nearest int there is. */
function clamp(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  return BigInt(Math.trunc(Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1)));
}

function longValue(self: JavaNumber): Value {
  const finite =
    typeof self === "object" && self.kind === "double" && !Number.isFinite(self.value) ? 0 : self;
  return { kind: "long", value: BigInt.asIntN(64, toBigInt(finite)) };
}
