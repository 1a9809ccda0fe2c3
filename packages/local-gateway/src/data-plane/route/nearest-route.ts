import type { DeployedResource } from "../deployed-stage.ts";
import { patternOf, segmentsOf } from "./segments.ts";
import { supportedMethods } from "./supported-methods.ts";

/** A caller may send a path of kilobytes, and finding the nearest costs its length times each route's. */
const comparedLength = 100;

/** For a request that no method takes: which route is nearest, and what about it differs, in one sentence. */
export function nearestRoute(
  resources: readonly DeployedResource[],
  httpMethod: string,
  segments: readonly string[],
): string {
  const asked = `/${segments.join("/")}`;
  const routes = resources.flatMap(({ path, httpMethods }) => {
    const methods = [...httpMethods].sort();
    if (methods.length === 0) return [];
    const wanted = segmentsOf(path);
    return [{ path, methods, wanted, distance: distanceOf(wanted, segments) }];
  });
  const [best] = routes.sort((a, b) => a.distance - b.distance);
  if (best === undefined) return `no route for ${httpMethod} ${asked}: this deployment has no methods`;
  const has = `the nearest is ${best.path}, which has ${best.methods.join(", ")}`;
  const differs = differenceOf(best.wanted, segments) ?? methodDifference(best.methods, httpMethod);
  return `no route for ${httpMethod} ${asked}; ${has}: ${differs}`;
}

/** A segment that a parameter takes differs in nothing. */
function distanceOf(wanted: readonly string[], segments: readonly string[]): number {
  const filled = wanted.flatMap((segment, index) => {
    const { takes } = patternOf(segment);
    if (takes === "greedy") return segments.length > index ? segments.slice(index) : [segment];
    return takes === "parameters" ? [segments[index] || segment] : [segment];
  });
  return editDistance(cut(filled), cut(segments));
}

function cut(segments: readonly string[]): string {
  return segments.join("/").slice(0, comparedLength);
}

/** Undefined when the path is the route's. */
function differenceOf(wanted: readonly string[], segments: readonly string[]): string | undefined {
  for (const [index, segment] of wanted.entries()) {
    const sent = segments[index];
    const where = `segment ${index + 1}`;
    if (sent === undefined) return `${where}, "${segment}", is missing`;
    const { takes } = patternOf(segment);
    if (takes !== "literals") {
      if (sent === "") return `${where} is empty where it has "${segment}"`;
      if (takes === "greedy") return undefined;
    } else if (sent !== segment) return `${where} is "${shortened(sent)}" where it has "${segment}"`;
  }
  const extra = segments.slice(wanted.length);
  return extra.length === 0 ? undefined : `"/${shortened(extra.join("/"))}" is too much`;
}

function methodDifference(methods: readonly string[], httpMethod: string): string {
  return methods.includes("ANY")
    ? `it stands for ${supportedMethods.join(", ")}`
    : `${httpMethod} is not one of them`;
}

function shortened(text: string): string {
  return text.length > comparedLength ? `${text.slice(0, comparedLength)}…` : text;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
