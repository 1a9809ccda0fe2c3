interface Node {
  readonly parts: Map<string, Node>;
  parameter?: Node;
  /** The resource whose last part takes all that is left. */
  greedy?: string;
  /** The resource that ends here. */
  resource?: string;
}

const node = (): Node => ({ parts: new Map() });

/**
 * Makes the function that finds the resource of a path as API Gateway does: text is preferred to a parameter, and a
 * parameter to a greedy one.
 */
export const resourceTree = (resources: readonly string[]): ((path: string) => string | undefined) => {
  const root = node();
  for (const resource of resources) add(root, resource);
  return (path) => find(root, partsOf(path), 0);
};

const partsOf = (path: string): readonly string[] => path.split("/").filter((part) => part !== "");

const add = (root: Node, resource: string): void => {
  let at = root;
  for (const part of partsOf(resource)) {
    if (part.endsWith("+}")) {
      at.greedy = resource;
      return;
    }
    if (part.startsWith("{")) at = at.parameter ??= node();
    else {
      const next = at.parts.get(part) ?? node();
      at.parts.set(part, next);
      at = next;
    }
  }
  at.resource = resource;
};

const find = (at: Node, parts: readonly string[], index: number): string | undefined => {
  const part = parts[index];
  if (part === undefined) return at.resource;
  const text = at.parts.get(part);
  return (
    (text && find(text, parts, index + 1)) ??
    (at.parameter && find(at.parameter, parts, index + 1)) ??
    at.greedy
  );
};
