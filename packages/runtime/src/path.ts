/** The names of a resource path's parameters: `/a/{id}/{rest+}` → `["id", "rest"]`. */
export const pathParameters = (path: string): readonly string[] =>
  Array.from(path.matchAll(/\{([^}+]*)\+?\}/g), ([, name]) => name ?? "");
