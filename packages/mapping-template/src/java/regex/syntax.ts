/** A Java regular expression as a tree. */
export type RegexNode =
  | { readonly type: "set"; readonly has: CharacterTest }
  | { readonly type: "sequence"; readonly nodes: readonly RegexNode[] }
  | { readonly type: "choice"; readonly nodes: readonly RegexNode[] }
  | { readonly type: "capture"; readonly node: RegexNode; readonly group: number }
  | {
      readonly type: "repeat";
      readonly node: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly mode: RepeatMode;
    }
  | { readonly type: "look"; readonly node: RegexNode; readonly behind: boolean; readonly negated: boolean }
  | { readonly type: "atomic"; readonly node: RegexNode }
  | { readonly type: "back"; readonly group: number; readonly ignoreCase: boolean }
  | { readonly type: "position"; readonly is: PositionTest };

export type RepeatMode = "greedy" | "lazy" | "possessive";

/** Whether a code point belongs to a set. */
export type CharacterTest = (codePoint: number) => boolean;

/** Whether a position, between two characters, is what is meant. */
export type PositionTest = (text: string, at: number) => boolean;

export interface ParsedRegex {
  readonly node: RegexNode;
  /** Capturing groups, the whole match not counted. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}
