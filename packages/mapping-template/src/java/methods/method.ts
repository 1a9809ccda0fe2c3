import type { Frame } from "../../compile/frame.ts";
import { ValueError } from "../../template-error.ts";
import { isNumber, type JavaNumber } from "../numbers.ts";
import type { JavaList, JavaMap, Value } from "../values.ts";

/** A method's overload: which arguments it takes, and what it does with them. */
export interface Overload<Self extends Value> {
  readonly guards: readonly Guard<Value>[];
  /** Whether it takes any values, so that no guard need be asked. */
  readonly isOpen: boolean;
  readonly run: (self: Self, args: readonly Value[], frame: Frame) => Value;
}

export type Guard<T extends Value> = (value: Value) => value is T;

/** The methods that values of one kind have, by name; nothing else can be called. */
export type MethodTable<Self extends Value> = ReadonlyMap<string, readonly Overload<Self>[]>;

type Guarded<Args extends readonly Value[]> = { readonly [K in keyof Args]: Guard<Args[K]> };

/** An overload for arguments of these types. */
export function method<Self extends Value, const Args extends readonly Value[]>(
  guards: Guarded<Args>,
  run: (self: Self, args: Args, frame: Frame) => Value,
): Overload<Self> {
  // The one checked boundary: `findOverload` has asked each guard about its argument before `run` is called.
  return {
    guards: guards as readonly Guard<Value>[],
    isOpen: guards.every((guard) => guard === any),
    run: run as unknown as Overload<Self>["run"],
  };
}

/** The methods of a kind, of which some have one overload and some several. */
export function table<Self extends Value>(
  methods: Readonly<Record<string, Overload<Self> | readonly Overload<Self>[]>>,
): MethodTable<Self> {
  const listed = (each: Overload<Self> | readonly Overload<Self>[]): readonly Overload<Self>[] =>
    "run" in each ? [each] : each;
  return new Map(Object.entries(methods).map(([name, each]) => [name, listed(each)]));
}

/** The first overload that takes these arguments. */
export function firstOverload<Self extends Value>(
  overloads: readonly Overload<Self>[],
  args: readonly Value[],
): Overload<Self> | undefined {
  for (let i = 0; i < overloads.length; i += 1) {
    const overload = overloads[i];
    if (overload !== undefined && accepts(overload, args)) return overload;
  }
  return undefined;
}

function accepts({ guards, isOpen }: Overload<never>, args: readonly Value[]): boolean {
  if (guards.length !== args.length) return false;
  if (isOpen) return true;
  for (let i = 0; i < guards.length; i += 1) {
    if (guards[i]?.(args[i] ?? null) !== true) return false;
  }
  return true;
}

export const any: Guard<Value> = (_): _ is Value => true;
export const text: Guard<string> = (value): value is string => typeof value === "string";
export const int: Guard<number> = (value): value is number => typeof value === "number";
export const number: Guard<JavaNumber> = isNumber;
export const collection: Guard<JavaList> = (value): value is JavaList =>
  value !== null && typeof value === "object" && value.kind === "list";
export const map: Guard<JavaMap> = (value): value is JavaMap =>
  value !== null && typeof value === "object" && value.kind === "map";

/** What a method without a result gives: not null, so that a call of it prints nothing. */
export const nothing = "";

/** What Java throws. */
export function javaThrows(exception: string, detail: string): never {
  throw new ValueError("TemplateMethod", `${exception}: ${detail}`);
}
