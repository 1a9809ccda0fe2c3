/** The names of a resource path's parameters: `/a/{id}/{rest+}` → `["id", "rest"]`. */
export const pathParameters = (path: string): readonly string[] => path.match(/(?<=\{)[^}+]+/g) ?? [];

/** Makes the function that reads a resource path's parameters from the path of a request, still encoded. */
export const pathMatcher = (
  path: string,
): ((requested: string) => Readonly<Record<string, string | undefined>> | undefined) => {
  const names = pathParameters(path);
  const pattern = path.replace(/\{[^}+]*(\+?)\}|[^\w/]/g, (part, greedy?: string) =>
    greedy === undefined ? `\\${part}` : greedy ? "(.+)" : "([^/]+)",
  );
  const expression = new RegExp(`^${pattern}/?$`);
  return (requested) => {
    const values = expression.exec(requested);
    return values ? Object.fromEntries(names.map((name, index) => [name, values[index + 1]])) : undefined;
  };
};
