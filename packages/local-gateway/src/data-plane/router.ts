import type { Method, Resource } from "@aws-sdk/client-api-gateway";
import { nearestRoute } from "./nearest-route.ts";

export interface Route {
  readonly resourceId: string;
  /** The resource's path, such as `/orders/{id}`. */
  readonly resourcePath: string;
  readonly method: Method;
}

export interface Match {
  readonly kind: "match";
  readonly route: Route;
  /** As they were sent: not decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** `nearest` is a sentence for the request record. */
export interface Miss {
  readonly kind: "miss";
  readonly nearest: string;
}

export interface Router {
  find(httpMethod: string, path: string): Match | Miss;
  /** The tree, one resource a line. */
  print(): string;
}

/**
 * The routes of a deployment as a tree of path segments. At each segment a literal is tried before a
 * `{parameter}` and that before a `{proxy+}`; a branch that has no such method is left again, so that the
 * order in which resources were created cannot matter.
 */
export function compileRouter(resources: readonly Resource[]): Router {
  const root = newNode();
  for (const resource of resources) insert(root, resource);
  return {
    find: (httpMethod, path) => {
      const segments = segmentsOf(path);
      const found = walk(root, segments, 0, httpMethod, []);
      return found ?? { kind: "miss", nearest: nearestRoute(resources, httpMethod, segments) };
    },
    print: () => printNode(root, "/", 0).join("\n"),
  };
}

/**
 * The segments that are matched: slashes in front and one behind do not count (R
 * test_lambda_aws_proxy_integration), empty segments in between do.
 */
export function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/^\/+/, "").replace(/\/$/, "");
  return trimmed === "" ? [] : trimmed.split("/");
}

interface Node {
  readonly literals: Map<string, Node>;
  readonly parameters: Map<string, Node>;
  /** `{name+}`: takes one or more segments, and nothing can follow. */
  readonly greedy: Map<string, Node>;
  readonly methods: Map<string, Route>;
  resourcePath: string | undefined;
}

function newNode(): Node {
  return {
    literals: new Map(),
    parameters: new Map(),
    greedy: new Map(),
    methods: new Map(),
    resourcePath: undefined,
  };
}

function insert(root: Node, resource: Resource): void {
  const resourcePath = resource.path ?? "/";
  let node = root;
  for (const segment of segmentsOf(resourcePath)) node = child(node, segment);
  node.resourcePath = resourcePath;
  for (const [httpMethod, method] of Object.entries(resource.resourceMethods ?? {})) {
    node.methods.set(httpMethod, { resourceId: resource.id ?? "", resourcePath, method });
  }
}

function child(node: Node, segment: string): Node {
  const name = /^\{([^{}]+?)(\+?)\}$/.exec(segment);
  const among = name === null ? node.literals : name[2] === "+" ? node.greedy : node.parameters;
  const key = name?.[1] ?? segment;
  const existing = among.get(key);
  if (existing !== undefined) return existing;
  const created = newNode();
  among.set(key, created);
  return created;
}

type Bound = readonly (readonly [name: string, value: string])[];

function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  bound: Bound,
): Match | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const route = node.methods.get(httpMethod) ?? node.methods.get("ANY");
    return route && { kind: "match", route, pathParameters: Object.fromEntries(bound) };
  }
  for (const literal of new Set([segment, decoded(segment)])) {
    const next = node.literals.get(literal);
    const found = next && walk(next, segments, at + 1, httpMethod, bound);
    if (found) return found;
  }
  if (segment === "") return undefined;
  for (const [name, next] of node.parameters) {
    const found = walk(next, segments, at + 1, httpMethod, [...bound, [name, segment]]);
    if (found) return found;
  }
  for (const [name, next] of node.greedy) {
    const rest = segments.slice(at).join("/");
    const found = walk(next, segments, segments.length, httpMethod, [...bound, [name, rest]]);
    if (found) return found;
  }
  return undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function printNode(node: Node, label: string, depth: number): string[] {
  const methods = [...node.methods.keys()].sort().join(", ");
  const line = `${"  ".repeat(depth)}${label}${methods === "" ? "" : `  ${methods}`}`;
  const children = [
    ...sorted(node.literals).map(([name, next]) => [depth === 0 ? name : `/${name}`, next] as const),
    ...sorted(node.parameters).map(([name, next]) => [`${depth === 0 ? "" : "/"}{${name}}`, next] as const),
    ...sorted(node.greedy).map(([name, next]) => [`${depth === 0 ? "" : "/"}{${name}+}`, next] as const),
  ];
  return [line, ...children.flatMap(([name, next]) => printNode(next, name, depth + 1))];
}

function sorted(nodes: Map<string, Node>): [string, Node][] {
  return [...nodes].sort(([a], [b]) => (a < b ? -1 : 1));
}
