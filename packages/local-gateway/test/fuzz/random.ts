import type { Ids } from "../../src/effects.ts";

/** Numbers from a seed (mulberry32), and what is made of them. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  number(): number;
  /** From 0 up to, but not including, the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  oneOf<T>(values: readonly T[]): T;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(number() * limit);
  return {
    number,
    below,
    chance: (probability) => number() < probability,
    oneOf: (values) => {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error("There is nothing to choose from.");
      return value;
    },
  };
}

/** Identifiers that are the same for the same seed. */
export function idsOf(random: Random): Ids {
  const text = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(random.below(alphabet.length))).join("");
  const hex = (length: number) => text("0123456789abcdef", length);
  return {
    short: (length) => text("abcdefghijklmnopqrstuvwxyz0123456789", length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    upper: (length) => text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length),
    bytes: (length) => Uint8Array.from({ length }, () => random.below(256)),
  };
}
