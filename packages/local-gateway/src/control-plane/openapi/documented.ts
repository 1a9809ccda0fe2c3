import { isObject, type JsonObject } from "../../json-object.ts";
import type { Location } from "../documentation-location.ts";
import type { DocumentationDescription } from "./description.ts";
import { objectAt } from "./json.ts";

type EntityType = Location["type"];

/** The fields of an entity of a document that its documentation fills. Without documentation: none. */
export type Documented = (location: Location) => JsonObject;

/** D: which documentation parts hold for entities below their place ("content inheritance"). */
const notInherited: readonly EntityType[] = ["API", "RESOURCE", "MODEL", "AUTHORIZER"];

/** The fields that OpenAPI has for each entity; those that begin with `x-` it has everywhere. */
const recognised: { readonly [Type in EntityType]: readonly string[] } = {
  API: ["tags", "externalDocs"],
  AUTHORIZER: ["description"],
  MODEL: ["title", "description"],
  RESOURCE: [],
  METHOD: ["tags", "summary", "description", "externalDocs"],
  PATH_PARAMETER: ["description"],
  QUERY_PARAMETER: ["description"],
  REQUEST_HEADER: ["description"],
  REQUEST_BODY: ["description"],
  RESPONSE: ["description"],
  RESPONSE_HEADER: ["description"],
  RESPONSE_BODY: [],
};

const infoMembers = ["description", "termsOfService", "contact", "license"];

/**
 * D: API Gateway puts what OpenAPI knows of the documentation into the entities of an export, taken from the part
 * whose path, then method, then status fits best ("Representation of API documentation in API Gateway").
 */
export function createDocumented(documentation: DocumentationDescription | undefined): Documented {
  const parts = (documentation?.parts ?? []).map(({ location, properties }) => ({
    location,
    properties: parseObject(properties),
  }));
  return (wanted) => {
    const fitting = parts.filter(({ location }) => fits(location, wanted));
    const best = fitting.sort((a, b) => compare(a.location, b.location)).at(-1);
    return best === undefined ? {} : pick(best.properties, recognised[wanted.type]);
  };
}

/** The fields of `info` that the documentation of the API fills. */
export function documentedInfo(documentation: DocumentationDescription | undefined): JsonObject {
  const part = documentation?.parts.find(({ location }) => location.type === "API");
  return part === undefined ? {} : pick(objectAt(parseObject(part.properties), "info"), infoMembers);
}

function fits(location: Location, wanted: Location): boolean {
  if (location.type !== wanted.type) return false;
  if (location.name !== undefined && location.name !== wanted.name) return false;
  const { path = "/", method = "*", statusCode = "*" } = location;
  const wantedPath = wanted.path ?? "/";
  if (notInherited.includes(location.type)) return path === wantedPath;
  const isAbove = path === "/" || wantedPath === path || wantedPath.startsWith(`${path}/`);
  return isAbove && ["*", wanted.method].includes(method) && ["*", wanted.statusCode].includes(statusCode);
}

/** The better one comes later. */
function compare(a: Location, b: Location): number {
  const rank = ({ path = "/", method = "*", statusCode = "*" }: Location) => [
    path.length,
    method === "*" ? 0 : 1,
    statusCode === "*" ? 0 : 1,
  ];
  const [ofA, ofB] = [rank(a), rank(b)];
  const index = ofA.findIndex((value, place) => value !== ofB[place]);
  return (ofA[index] ?? 0) - (ofB[index] ?? 0);
}

function pick(properties: JsonObject, names: readonly string[]): JsonObject {
  const kept = Object.entries(properties).filter(
    ([name]) => names.includes(name) || (name.startsWith("x-") && !name.startsWith("x-amazon-apigateway-")),
  );
  return Object.fromEntries(kept);
}

function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}
