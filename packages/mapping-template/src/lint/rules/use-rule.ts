import type { ReferenceNode, Step } from "../../parser/syntax.ts";
import type { Advice, LintCode } from "../finding.ts";
import type { Origin } from "../origin.ts";

/** The names of a route's parameters. */
export interface KnownParameters {
  readonly path?: readonly string[];
  readonly querystring?: readonly string[];
  readonly header?: readonly string[];
}

/** A reference anywhere in a template. */
export interface Use {
  readonly node: ReferenceNode;
  /** Printed, read in an expression, or assigned to. */
  readonly role: "printed" | "read" | "target";
  /** Every name that the template gives a value to, this place's macro parameters and loop variables included. */
  readonly names: ReadonlySet<string>;
  readonly parameters: KnownParameters | undefined;
  /** What each step starts from, one for each of `node.steps`. */
  readonly from: readonly (readonly Origin[])[];
}

/** A rule about a reference, whatever becomes of it. */
export interface UseRule {
  readonly code: LintCode;
  readonly check: (use: Use) => Advice | undefined;
}

/** A member by property, or by call. */
export function memberName(step: Step | undefined): string | undefined {
  return step === undefined || step.type === "index" ? undefined : step.name;
}
