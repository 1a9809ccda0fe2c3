import type { Method } from "@aws-sdk/client-api-gateway";
import { fromPairs } from "../../own.ts";
import type { DeployedResource } from "../deployed-stage.ts";
import { nearestRoute } from "./nearest-route.ts";
import { patternOf, segmentsOf } from "./segments.ts";
import { supportedMethods } from "./supported-methods.ts";

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
export function compileRouter(resources: readonly DeployedResource[]): Router {
  const root = newNode();
  for (const resource of resources) insert(root, resource);
  return {
    find: (httpMethod, path) => {
      const segments = segmentsOf(path);
      const found = walk(root, segments, 0, httpMethod, nothingBound);
      return found ?? { kind: "miss", nearest: nearestRoute(resources, httpMethod, segments) };
    },
    print: () => printNode(root, "/", 0).join("\n"),
  };
}

/** Most nodes of a large API have nothing below them, so that maps are made when something comes into them. */
interface Node {
  literals: Map<string, Node>;
  parameters: Map<string, Node>;
  /** `{name+}`: takes one or more segments, and nothing can follow. */
  greedy: Map<string, Node>;
  resource: DeployedResource | undefined;
}

const none = new Map<string, Node>();

function newNode(): Node {
  return { literals: none, parameters: none, greedy: none, resource: undefined };
}

function insert(root: Node, resource: DeployedResource): void {
  let node = root;
  for (const segment of segmentsOf(resource.path)) node = child(node, segment);
  node.resource = resource;
}

function child(node: Node, segment: string): Node {
  const { takes: among, name } = patternOf(segment);
  const existing = node[among].get(name);
  if (existing !== undefined) return existing;
  const created = newNode();
  if (node[among] === none) node[among] = new Map();
  node[among].set(name, created);
  return created;
}

function methodsOf({ resource }: Node): readonly string[] {
  return resource?.httpMethods ?? [];
}

function routeOf({ resource }: Node, httpMethod: string): Route | undefined {
  if (!supportedMethods.includes(httpMethod)) return undefined;
  const method = resource?.method(httpMethod) ?? resource?.method("ANY");
  return resource && method && { resourceId: resource.id, resourcePath: resource.path, method };
}

type Bound = readonly (readonly [name: string, value: string])[];

const nothingBound: Bound = [];

function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  bound: Bound,
): Match | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const route = routeOf(node, httpMethod);
    return route && { kind: "match", route, pathParameters: fromPairs(bound) };
  }
  const sent = node.literals.get(segment);
  const found = sent && walk(sent, segments, at + 1, httpMethod, bound);
  if (found) return found;
  const meant = segment.includes("%") ? node.literals.get(decoded(segment)) : undefined;
  const foundMeant = meant && walk(meant, segments, at + 1, httpMethod, bound);
  if (foundMeant) return foundMeant;
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
  const methods = [...methodsOf(node)].sort().join(", ");
  const line = `${"  ".repeat(depth)}${label}${methods === "" ? "" : `  ${methods}`}`;
  const children = [
    ...sorted(node.literals).map(([name, next]) => [depth === 0 ? name : `/${name}`, next] as const),
    ...sorted(node.parameters).map(([name, next]) => [`${depth === 0 ? "" : "/"}{${name}}`, next] as const),
    ...sorted(node.greedy).map(([name, next]) => [`${depth === 0 ? "" : "/"}{${name}+}`, next] as const),
  ];
  return [line, ...children.flatMap(([name, next]) => printNode(next, name, depth + 1))];
}

function sorted(nodes: ReadonlyMap<string, Node>): [string, Node][] {
  return [...nodes].sort(([a], [b]) => (a < b ? -1 : 1));
}
