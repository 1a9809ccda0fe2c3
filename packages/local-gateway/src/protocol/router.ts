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
  /** Parameters that the query must have, such as `mode=import`. */
  readonly query: readonly (readonly [string, string])[];
}

type Segment = { readonly text: string } | { readonly label: string; readonly greedy: boolean };

/** Makes a router over the `http` traits of operations; where two fit, the one that demands more of the query wins. */
export function createRouter(operations: Iterable<OperationShape>): Router {
  const routes = [...operations]
    .flatMap(toRoute)
    .sort((a, b) => b.query.length - a.query.length || literals(b) - literals(a));
  return (method, rawPath, rawQuery) => {
    const path = rawPath.split("/").filter((segment) => segment !== "");
    const query = new URLSearchParams(rawQuery);
    for (const route of routes) {
      if (route.method !== method) continue;
      if (!route.query.every(([name, value]) => query.get(name) === value)) continue;
      const labels = matchSegments(route.segments, path);
      if (labels !== undefined) return { operation: route.operation, labels };
    }
    return undefined;
  };
}

function toRoute(operation: OperationShape): Route[] {
  if (operation.http === undefined) return [];
  const [path = "", query = ""] = operation.http.uri.split("?");
  return [
    {
      operation,
      method: operation.http.method,
      segments: path.split("/").filter(Boolean).map(toSegment),
      query: [...new URLSearchParams(query)],
    },
  ];
}

function toSegment(text: string): Segment {
  const label = /^\{(\w+)(\+?)\}$/.exec(text);
  return label?.[1] === undefined ? { text } : { label: label[1], greedy: label[2] === "+" };
}

function literals(route: Route): number {
  return route.segments.filter((segment) => "text" in segment).length;
}

function matchSegments(segments: readonly Segment[], path: readonly string[]): Match["labels"] | undefined {
  const labels: { [name: string]: string } = {};
  for (const [index, segment] of segments.entries()) {
    const text = path[index];
    if (text === undefined) return undefined;
    if ("text" in segment) {
      if (segment.text !== text) return undefined;
    } else {
      const value = decode(segment.greedy ? path.slice(index).join("/") : text);
      if (value === undefined) return undefined;
      labels[segment.label] = value;
      if (segment.greedy) return labels;
    }
  }
  return segments.length === path.length ? labels : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
