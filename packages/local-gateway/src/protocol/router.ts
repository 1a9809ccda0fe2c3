import type { OperationShape } from "./operation-shape.ts";

/** An operation found by its method and path, with the path's labels, decoded. */
export interface Match {
  readonly operation: OperationShape;
  readonly labels: { readonly [name: string]: string };
}

/** Finds the operation that a method, a path and a query (both not decoded) name. */
export type Router = (method: string, rawPath: string, rawQuery: string) => Match | undefined;

interface Route {
  readonly operation: OperationShape;
  readonly method: string;
  readonly segments: readonly Segment[];
  /** How many of the segments are texts. */
  readonly literals: number;
  /** Parameters that the query must have, such as `mode=import`. */
  readonly query: readonly (readonly [string, string])[];
}

type Segment = { readonly text: string } | { readonly label: string; readonly greedy: boolean };

/** Makes a router over the `http` traits of operations; where two fit, the one that demands more of the query wins. */
export function createRouter(operations: Iterable<OperationShape>): Router {
  const routes = [...operations]
    .flatMap(toRoute)
    .sort((a, b) => b.query.length - a.query.length || b.literals - a.literals);
  const byMethod = Map.groupBy(routes, (route) => route.method);
  return (method, rawPath, rawQuery) => {
    const path = rawPath.split("/").filter((segment) => segment !== "");
    const query = new URLSearchParams(rawQuery);
    for (const route of byMethod.get(method) ?? []) {
      if (!fits(route.segments, path)) continue;
      if (!route.query.every(([name, value]) => query.get(name) === value)) continue;
      const labels = readLabels(route.segments, path);
      if (labels !== undefined) return { operation: route.operation, labels };
    }
    return undefined;
  };
}

function toRoute(operation: OperationShape): Route[] {
  if (operation.http === undefined) return [];
  const { method, uri } = operation.http;
  const [path = "", query] = uri.split("?");
  const segments = path.split("/").filter(Boolean).map(toSegment);
  const literals = segments.filter((segment) => "text" in segment).length;
  return [
    {
      operation,
      method,
      segments,
      literals,
      query: query === undefined ? [] : [...new URLSearchParams(query)],
    },
  ];
}

function toSegment(text: string): Segment {
  const label = /^\{(\w+)(\+?)\}$/.exec(text);
  return label?.[1] === undefined ? { text } : { label: label[1], greedy: label[2] === "+" };
}

function fits(segments: readonly Segment[], path: readonly string[]): boolean {
  const last = segments.at(-1);
  const isGreedy = last !== undefined && "label" in last && last.greedy;
  if (isGreedy ? path.length < segments.length : path.length !== segments.length) return false;
  return segments.every((segment, index) => !("text" in segment) || segment.text === path[index]);
}

/** Nothing where a label cannot be decoded. */
function readLabels(segments: readonly Segment[], path: readonly string[]): Match["labels"] | undefined {
  const labels: { [name: string]: string } = {};
  for (const [index, segment] of segments.entries()) {
    if ("text" in segment) continue;
    const value = decode(segment.greedy ? path.slice(index).join("/") : (path[index] ?? ""));
    if (value === undefined) return undefined;
    labels[segment.label] = value;
  }
  return labels;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
