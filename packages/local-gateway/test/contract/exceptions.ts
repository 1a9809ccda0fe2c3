/** A difference that we accept from AWS, and why. */
export interface Exception {
  /** Such as `rest-api: lists and deletes`. */
  readonly scenario: string;
  readonly key: string;
  /** The field and all below it, such as `$.answer.tags`. */
  readonly path: string;
  readonly reason: string;
}

// biome-ignore format: a line each
export const exceptions: readonly Exception[] = [
];
