import { isObject } from "../json-object.ts";
import type { ModelRecord } from "./records.ts";

type Definitions = { [name: string]: unknown };

/**
 * A model's schema as one document: what it takes from other models of its API, by their URL, comes under its
 * `definitions` (D: `flatten` of GetModel). References to models that are not there stay as they are.
 */
export function flattenSchema(model: ModelRecord, all: readonly ModelRecord[]): string {
  const definitions: Definitions = {};
  const open = [model.name];
  const moved = (name: string): string | undefined => {
    const other = all.find((candidate) => candidate.name === name);
    if (other === undefined) return undefined;
    if (name === model.name) return "#";
    if (!open.includes(name)) {
      open.push(name);
      definitions[name] = rewrite(JSON.parse(other.schema), `#/definitions/${name}`, moved, 0);
    }
    return `#/definitions/${name}`;
  };
  const root = rewrite(JSON.parse(model.schema), "#", moved, 0);
  if (open.length === 1 || !isObject(root)) return model.schema;
  const own = isObject(root["definitions"]) ? root["definitions"] : {};
  return JSON.stringify({ ...root, definitions: { ...own, ...definitions } });
}

/** What lies deeper than anybody writes is cut off, so that no schema exhausts the stack. */
const maximumDepth = 200;

/** The value with its references as they must be when it stands at `place`. */
function rewrite(
  value: unknown,
  place: string,
  moved: (model: string) => string | undefined,
  depth: number,
): unknown {
  if (depth > maximumDepth) return {};
  if (Array.isArray(value)) return value.map((item) => rewrite(item, place, moved, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (name !== "$ref" || typeof part !== "string") return [name, rewrite(part, place, moved, depth + 1)];
      const [, model] = modelUrl.exec(part) ?? [];
      if (model !== undefined) return [name, moved(model) ?? part];
      return [name, part.startsWith("#") ? `${place}${part.slice(1)}` : part];
    }),
  );
}

/** D: "Create a data model": how one model names another. */
const modelUrl = /^https:\/\/apigateway\.(?:[^/]+\.)?amazonaws\.com\/restapis\/[^/]+\/models\/([^/#]+)$/;
