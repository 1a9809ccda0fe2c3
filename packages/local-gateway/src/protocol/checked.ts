/**
 * An operation's input after the protocol's checks: the SDK types a required member `T | undefined`, and here it is
 * known to be there. Optional members stay optional.
 */
export type Checked<T> = {
  readonly [Name in keyof T]: object extends Pick<T, Name> ? T[Name] : NonNullable<T[Name]>;
};
