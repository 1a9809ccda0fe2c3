import { quoted } from "./text.ts";

/** The type names of a generated file. */
export interface Names {
  /** The name itself when it is free, else with the first number that makes it free; it is taken from then on. */
  take(name: string): string;
  isFree(name: string): boolean;
}

export function createNames(reserved: readonly string[]): Names {
  const taken = new Set(reserved);
  const isFree = (name: string): boolean => !taken.has(name);
  return {
    isFree,
    take(name) {
      let free = name;
      for (let count = 2; !isFree(free); count += 1) free = `${name}${count}`;
      taken.add(free);
      return free;
    },
  };
}

/**
 * `place-order` → `PlaceOrder`: the words of any text as one identifier. Of ASCII only, because which other letters
 * an identifier may have depends on the compiler's version of Unicode.
 */
export function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("");
  return /^[A-Z]/.test(name) ? name : `_${name}`;
}

/** A key as TypeScript writes it in a type: bare when it is an identifier. */
export function typeKey(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** A key as TypeScript writes it in an object literal, where a bare `__proto__` would set the prototype. */
export function valueKey(key: string): string {
  return key === "__proto__" ? '["__proto__"]' : typeKey(key);
}
