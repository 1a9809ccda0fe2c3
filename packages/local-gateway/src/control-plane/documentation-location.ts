import type { DocumentationPartLocation, DocumentationPartType } from "@aws-sdk/client-api-gateway";
import { badRequest } from "./errors.ts";

type Field = "path" | "method" | "statusCode" | "name";

const inAMethod: readonly Field[] = ["path", "method"];
const inAResponse: readonly Field[] = ["path", "method", "statusCode"];

/** D: the fields that a location of each type may have (DocumentationPartLocation). */
const fieldsOf: { readonly [Type in DocumentationPartType]: readonly Field[] } = {
  API: [],
  AUTHORIZER: ["name"],
  MODEL: ["name"],
  RESOURCE: ["path"],
  METHOD: inAMethod,
  PATH_PARAMETER: [...inAMethod, "name"],
  QUERY_PARAMETER: [...inAMethod, "name"],
  REQUEST_HEADER: [...inAMethod, "name"],
  REQUEST_BODY: [...inAMethod, "name"],
  RESPONSE: inAResponse,
  RESPONSE_HEADER: [...inAResponse, "name"],
  RESPONSE_BODY: inAResponse,
};

/** D: those whose name is required. The page names REQUEST_BODY too, and shows one without. */
const namedTypes: readonly string[] = [
  "AUTHORIZER",
  "MODEL",
  "PATH_PARAMETER",
  "QUERY_PARAMETER",
  "REQUEST_HEADER",
  "RESPONSE_HEADER",
];

/** D: what a field means that was not given; R for the path (test_import_documentation_parts). */
const defaults: { readonly [Name in Field]?: string } = { path: "/", method: "*", statusCode: "*" };

/** Where documentation applies, with every field that the type has. */
export interface Location {
  readonly type: DocumentationPartType;
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly statusCode?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Fills in what a location leaves out.
 *
 * @throws AwsError `BadRequestException` when a field is there that the type does not have, or the name is missing
 * (D; the words are ours).
 */
export function completeLocation(
  given: DocumentationPartLocation & { type: DocumentationPartType },
): Location {
  const fields = fieldsOf[given.type];
  const values: { [Name in Field]?: string | undefined } = {};
  for (const field of ["path", "method", "statusCode", "name"] as const) {
    const value = given[field]?.trim() === "" ? undefined : given[field];
    if (fields.includes(field)) values[field] = value ?? defaults[field];
    else if (value !== undefined) {
      throw badRequest(`Invalid location specified: ${field} is not a valid field for type '${given.type}'`);
    }
  }
  if (namedTypes.includes(given.type) && (values.name ?? "") === "") {
    throw badRequest(`Invalid location specified: name is required for type '${given.type}'`);
  }
  return { type: given.type, ...values };
}

/** A text that two locations share exactly when they are the same place. */
export function locationKey(location: Location): string {
  return JSON.stringify([location.type, location.path, location.method, location.statusCode, location.name]);
}

/** D: as the refusal of a second part prints a place, `type 'API'`; the other fields follow in the same form. */
export function describeLocation(location: Location): string {
  const { type, path, method, statusCode, name } = location;
  return Object.entries({ type, path, method, statusCode, name })
    .flatMap(([field, value]) => (value === undefined ? [] : [`${field} '${value}'`]))
    .join(", ");
}

export function isPartType(text: unknown): text is DocumentationPartType {
  return typeof text === "string" && Object.hasOwn(fieldsOf, text);
}
