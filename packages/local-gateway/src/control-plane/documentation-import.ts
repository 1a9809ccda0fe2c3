import type { DocumentationPartIds, ImportDocumentationPartsRequest } from "@aws-sdk/client-api-gateway";
import { AwsError } from "../aws-error.ts";
import { memberOf } from "../json-object.ts";
import type { Checked } from "../protocol/checked.ts";
import { yaml } from "../yaml.ts";
import type { ApiGatewayContext } from "./context.ts";
import { completeLocation, isPartType, type Location } from "./documentation-location.ts";
import { partAt, putPart } from "./documentation-part.ts";
import { badRequest } from "./errors.ts";
import { documentationParts } from "./records.ts";
import { findRestApi } from "./rest-api.ts";

/** A documentation part as a definition file has it. */
export interface ImportedPart {
  readonly location: Location;
  /** JSON text of an object. */
  readonly properties: string;
}

/**
 * Takes the documentation out of a Swagger or OpenAPI file, JSON or YAML: its `x-amazon-apigateway-documentation`.
 * R: the answer, and the refusal of what cannot be read (test_import_documentation_parts,
 * test_import_documentation_parts_bad_file). D: `merge` is the default.
 */
export function ImportDocumentationParts(
  input: Checked<ImportDocumentationPartsRequest>,
  context: ApiGatewayContext,
): DocumentationPartIds {
  const { id } = findRestApi(context, input.restApiId);
  const { parts, warnings } = readDocumentationParts(readDocument(input.body));
  if (warnings.length > 0 && input.failOnWarnings === true) {
    throw badRequest(`Warnings found during import:\n\t${warnings.join("\n\t")}`);
  }
  const ids = importDocumentation(context, id, parts, input.mode ?? "merge");
  return { ids: [...ids], ...(warnings.length > 0 && { warnings: [...warnings] }) };
}

/**
 * Puts parts into an API. `overwrite` drops those that were there; `merge` keeps them, but for those of the same
 * place, whose properties are replaced.
 *
 * @returns the identifiers of the parts, in the order in which they were given.
 */
export function importDocumentation(
  context: ApiGatewayContext,
  restApiId: string,
  parts: readonly ImportedPart[],
  mode: "merge" | "overwrite",
): readonly string[] {
  if (mode === "overwrite") context.store.deleteAll(documentationParts, context.region, restApiId);
  return parts.map((part) => {
    const id = partAt(context, restApiId, part.location)?.id ?? context.ids.short(6);
    return putPart(context, restApiId, { id, ...part }).id;
  });
}

/**
 * Reads `x-amazon-apigateway-documentation` of a parsed definition file, D: "Import API documentation". What is no
 * documentation part becomes a warning.
 */
export function readDocumentationParts(document: unknown): {
  readonly parts: readonly ImportedPart[];
  readonly warnings: readonly string[];
} {
  const listed = memberOf(memberOf(document, "x-amazon-apigateway-documentation"), "documentationParts");
  const parts: ImportedPart[] = [];
  const warnings: string[] = [];
  for (const [index, entry] of (Array.isArray(listed) ? listed : []).entries()) {
    const part = readPart(entry);
    if (typeof part === "string") warnings.push(`Documentation part ${index} is ignored: ${part}`);
    else parts.push(part);
  }
  return { parts, warnings };
}

function readPart(entry: unknown): ImportedPart | string {
  const location = memberOf(entry, "location");
  const type = memberOf(location, "type");
  if (!isPartType(type)) return `its location has the type ${JSON.stringify(type) ?? "undefined"}`;
  const properties = memberOf(entry, "properties");
  if (typeof properties !== "object" || properties === null) return "its properties are no object";
  const text = (name: string) => {
    const value = memberOf(location, name);
    // YAML reads a status code as a number.
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
  try {
    const fields = {
      path: text("path"),
      method: text("method"),
      statusCode: text("statusCode"),
      name: text("name"),
    };
    return { location: completeLocation({ type, ...fields }), properties: JSON.stringify(properties) };
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

/** @throws AwsError `BadRequestException` when the bytes are neither JSON nor YAML of a definition file. */
function readDocument(body: Uint8Array): unknown {
  const document = parseText(Buffer.from(body).toString("utf8"));
  if (["swagger", "openapi", "x-amazon-apigateway-documentation"].some((name) => memberOf(document, name))) {
    return document;
  }
  throw badRequest("Unable to build importer with provided input.");
}

/** YAML holds JSON, but JSON.parse is many times faster on what most files are. */
function parseText(text: string): unknown {
  try {
    return text.trimStart().startsWith("{") ? JSON.parse(text) : yaml().parse(text);
  } catch {
    return undefined;
  }
}
