/** The values of each name in a query string or a form's body: one member a name, whatever it is called. */
export const namedValues = <T>(
  encoded: string,
  value: (values: readonly string[]) => T,
): Readonly<Record<string, T>> => {
  const parameters = new URLSearchParams(encoded);
  // `fromEntries` defines members, so that `__proto__` is a name like any other.
  return Object.fromEntries([...parameters.keys()].map((name) => [name, value(parameters.getAll(name))]));
};
