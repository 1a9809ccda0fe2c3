import type {
  CreateDocumentationVersionRequest,
  DeleteDocumentationVersionRequest,
  DocumentationVersion,
  DocumentationVersions,
  GetDocumentationVersionRequest,
  GetDocumentationVersionsRequest,
  UpdateDocumentationVersionRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, optionalTextOf, type PatchTable, refuseWithList } from "./patch.ts";
import {
  type DocumentationVersionRecord,
  documentationParts,
  documentationVersions,
  stages,
} from "./records.ts";
import { findRestApi } from "./rest-api.ts";

/** D: a snapshot of the documentation parts, and the one of a stage when that is named. */
export function CreateDocumentationVersion(
  input: Checked<CreateDocumentationVersionRequest>,
  context: ApiGatewayContext,
): DocumentationVersion {
  const { region, store } = context;
  const { id } = findRestApi(context, input.restApiId);
  const version = input.documentationVersion;
  if (version === "") throw badRequest("Documentation version must be non-empty");
  if (store.get(documentationVersions, region, id, version) !== undefined) {
    throw conflict(`Documentation version already exists: ${version}`);
  }
  const record = put(context, id, {
    version,
    createdDate: context.now,
    description: input.description === "" ? undefined : input.description,
    parts: store.list(documentationParts, region, id),
  });
  if (input.stageName !== undefined) {
    const stage = store.get(stages, region, id, input.stageName);
    if (stage === undefined) throw notFound("Invalid Stage identifier specified");
    const lastUpdatedDate = context.now;
    store.put(stages, [region, id, stage.stageName], {
      ...stage,
      documentationVersion: version,
      lastUpdatedDate,
    });
  }
  return record;
}

export function GetDocumentationVersion(
  input: Checked<GetDocumentationVersionRequest>,
  context: ApiGatewayContext,
): DocumentationVersion {
  return view(findDocumentationVersion(context, input.restApiId, input.documentationVersion));
}

export function GetDocumentationVersions(
  input: Checked<GetDocumentationVersionsRequest>,
  context: ApiGatewayContext,
): DocumentationVersions {
  const { id } = findRestApi(context, input.restApiId);
  const { items, ...rest } = page(context.store.list(documentationVersions, context.region, id), input);
  return { items: items.map(view), ...rest };
}

export function UpdateDocumentationVersion(
  input: Checked<UpdateDocumentationVersionRequest>,
  context: ApiGatewayContext,
): DocumentationVersion {
  const before = findDocumentationVersion(context, input.restApiId, input.documentationVersion);
  return put(context, input.restApiId, applyPatch(versionPatch, before, input.patchOperations));
}

/** A version that a stage publishes is kept, as a deployment is. That AWS does so is general knowledge. */
export function DeleteDocumentationVersion(
  input: Checked<DeleteDocumentationVersionRequest>,
  context: ApiGatewayContext,
): void {
  const { region, store } = context;
  const { version } = findDocumentationVersion(context, input.restApiId, input.documentationVersion);
  const isPublished = store
    .list(stages, region, input.restApiId)
    .some((stage) => stage.documentationVersion === version);
  if (isPublished) {
    throw badRequest("Active stages pointing to this documentation version must be moved or deleted");
  }
  store.delete(documentationVersions, region, input.restApiId, version);
}

/** The message is AWS's as callers report it (deliveryhero/serverless-aws-documentation#174). */
export function findDocumentationVersion(
  context: ApiGatewayContext,
  restApiId: string,
  version: string,
): DocumentationVersionRecord {
  const record = context.store.get(documentationVersions, context.region, restApiId, version);
  if (record === undefined) throw notFound("Invalid Documentation version specified");
  return record;
}

const versionPatch: PatchTable<DocumentationVersionRecord> = {
  refusal: refuseWithList,
  rules: [
    {
      path: "/description",
      replace: (version, change) => ({ ...version, description: optionalTextOf(change) }),
    },
  ],
};

function put(
  context: ApiGatewayContext,
  restApiId: string,
  record: DocumentationVersionRecord,
): DocumentationVersion {
  context.store.put(documentationVersions, [context.region, restApiId, record.version], record);
  return view(record);
}

function view({ version, createdDate, description }: DocumentationVersionRecord): DocumentationVersion {
  return { version, createdDate: new Date(createdDate), description };
}
