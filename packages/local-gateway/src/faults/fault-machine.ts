import { canBefall, type FaultDocument, type FaultRule, splitOperation } from "./fault-document.ts";

/** What a fault can befall: a call, or the start of an execution environment. */
export type Occasion =
  | {
      readonly kind: "call";
      readonly service: string;
      readonly operation: string;
      /** Whether it is the call of a stage: CreateDeployment can do without one. */
      readonly ofStage: boolean;
    }
  | { readonly kind: "environment"; readonly functionName: string };

/** How often each rule, in their order, was asked and hit. */
export type FaultState = readonly RuleState[];

export interface RuleState {
  /** Occasions that were its own and that no earlier rule had decided. */
  readonly asked: number;
  readonly hit: number;
}

export interface Step {
  readonly state: FaultState;
  /** The rule that hits, and its place in the list; absent: all goes well. */
  readonly hit?: { readonly index: number; readonly rule: FaultRule };
}

export function initialState({ rules }: FaultDocument): FaultState {
  return rules.map(() => ({ asked: 0, hit: 0 }));
}

/**
 * Decides what befalls the next occasion: the first rule that hits, in the order of the document. Whether a rule's
 * `rate` hits is drawn from the seed, the rule's place and how often it was asked, so the same seed and occasions
 * have the same faults, and a rule's luck does not depend on occasions that are not its own.
 *
 * @param seed 0 to 4294967295.
 */
export function step(document: FaultDocument, seed: number, state: FaultState, occasion: Occasion): Step {
  const next = [...state];
  for (const [index, rule] of document.rules.entries()) {
    if (!isFor(rule, occasion)) continue;
    const { asked, hit } = next[index] ?? { asked: 0, hit: 0 };
    const hits =
      asked >= (rule.after ?? 0) &&
      hit < (rule.count ?? Number.POSITIVE_INFINITY) &&
      chance(seed, index, asked) < (rule.rate ?? 1);
    next[index] = { asked: asked + 1, hit: hit + (hits ? 1 : 0) };
    if (hits) return { state: next, hit: { index, rule } };
  }
  return { state: next };
}

function isFor(rule: FaultRule, occasion: Occasion): boolean {
  if (rule.fault === "coldStart") {
    return (
      occasion.kind === "environment" &&
      (rule.function === undefined || rule.function === occasion.functionName)
    );
  }
  if (occasion.kind !== "call") return false;
  if (rule.fault === "propagationDelay" && !occasion.ofStage) return false;
  const { service, operation } = splitOperation(rule.operation ?? "*");
  return (
    (service === undefined || service === occasion.service) &&
    (operation === "*" || operation === occasion.operation) &&
    canBefall(rule.fault, occasion.operation)
  );
}

/** From 0 to below 1, evenly: the three numbers mixed as hash functions mix their input. */
function chance(seed: number, index: number, asked: number): number {
  const mixed = mix(mix(mix(seed) ^ index) ^ asked);
  return mixed / 2 ** 32;
}

/** A bijection of 32-bit numbers in which each bit of the input changes about half of the output. */
function mix(number: number): number {
  let bits = (number + 0x9e3779b9) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
