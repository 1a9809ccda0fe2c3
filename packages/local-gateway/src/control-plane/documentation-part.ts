import type {
  CreateDocumentationPartRequest,
  DeleteDocumentationPartRequest,
  DocumentationPart,
  DocumentationParts,
  GetDocumentationPartRequest,
  GetDocumentationPartsRequest,
  UpdateDocumentationPartRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { notImplemented } from "../protocol/operation-table.ts";
import type { ApiGatewayContext } from "./context.ts";
import { completeLocation, describeLocation, type Location, locationKey } from "./documentation-location.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import { type DocumentationPartRecord, documentationParts } from "./records.ts";
import { findRestApi } from "./rest-api.ts";

/** D: the refusal of a second part for a place ("Document an API using the API Gateway REST API"). */
export function CreateDocumentationPart(
  input: Checked<CreateDocumentationPartRequest>,
  context: ApiGatewayContext,
): DocumentationPart {
  const { id: restApiId } = findRestApi(context, input.restApiId);
  const { type } = input.location;
  if (type === undefined) throw badRequest("Invalid location specified: type is required");
  const location = completeLocation({ ...input.location, type });
  if (partAt(context, restApiId, location) !== undefined) {
    throw conflict(
      `Documentation part already exists for the specified location: ${describeLocation(location)}.`,
    );
  }
  return putPart(context, restApiId, {
    id: context.ids.short(6),
    location,
    properties: checkedProperties(input.properties),
  });
}

export function GetDocumentationPart(
  input: Checked<GetDocumentationPartRequest>,
  context: ApiGatewayContext,
): DocumentationPart {
  return find(context, input.restApiId, input.documentationPartId);
}

/** D: filters by type, by name and by path; all that are given must fit. */
export function GetDocumentationParts(
  input: Checked<GetDocumentationPartsRequest>,
  context: ApiGatewayContext,
): DocumentationParts {
  const { id } = findRestApi(context, input.restApiId);
  if (input.locationStatus === "UNDOCUMENTED") {
    throw notImplemented("API Gateway", "locationStatus=UNDOCUMENTED of GetDocumentationParts");
  }
  const wanted = context.store
    .list(documentationParts, context.region, id)
    .filter(
      ({ location }) =>
        (input.type === undefined || location.type === input.type) &&
        (input.nameQuery === undefined || (location.name ?? "").includes(input.nameQuery)) &&
        (input.path === undefined || location.path === input.path),
    );
  return page(wanted, input);
}

export function UpdateDocumentationPart(
  input: Checked<UpdateDocumentationPartRequest>,
  context: ApiGatewayContext,
): DocumentationPart {
  const before = find(context, input.restApiId, input.documentationPartId);
  return putPart(context, input.restApiId, applyPatch(partPatch, before, input.patchOperations));
}

export function DeleteDocumentationPart(
  input: Checked<DeleteDocumentationPartRequest>,
  context: ApiGatewayContext,
): void {
  const { id } = find(context, input.restApiId, input.documentationPartId);
  context.store.delete(documentationParts, context.region, input.restApiId, id);
}

export function partAt(
  context: ApiGatewayContext,
  restApiId: string,
  location: Location,
): DocumentationPartRecord | undefined {
  const key = locationKey(location);
  return context.store
    .list(documentationParts, context.region, restApiId)
    .find((part) => locationKey(part.location) === key);
}

export function putPart(
  context: ApiGatewayContext,
  restApiId: string,
  part: DocumentationPartRecord,
): DocumentationPartRecord {
  context.store.put(documentationParts, [context.region, restApiId, part.id], part);
  return part;
}

/** R: the refusals (test_invalid_update_documentation_part). */
const partPatch: PatchTable<DocumentationPartRecord> = {
  refusal: refuseWithList,
  rules: [
    {
      path: "/properties",
      replace: (part, change) => ({ ...part, properties: checkedProperties(textOf(change)) }),
    },
  ],
};

/** R: a wrong API is reported as a wrong part (test_invalid_update_documentation_part). */
function find(context: ApiGatewayContext, restApiId: string, id: string): DocumentationPartRecord {
  const record = context.store.get(documentationParts, context.region, restApiId, id);
  if (record === undefined) throw notFound("Invalid Documentation part identifier specified");
  return record;
}

/** C: the words for none (LocalStack). D: the properties are a JSON object; the words for another text are ours. */
function checkedProperties(text: string): string {
  if (text === "") throw badRequest("Documentation part properties must be non-empty");
  if (!isJsonObject(text)) throw badRequest("Documentation part properties must be a JSON object");
  return text;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
