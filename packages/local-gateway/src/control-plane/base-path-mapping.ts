import type {
  BasePathMapping,
  BasePathMappings,
  CreateBasePathMappingRequest,
  DeleteBasePathMappingRequest,
  GetBasePathMappingRequest,
  GetBasePathMappingsRequest,
  UpdateBasePathMappingRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { type BasePathMappingRecord, basePathMappings } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { type DomainNameName, findDomainName, keyOf } from "./domain-name.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, optionalTextOf, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import { restApis, stages } from "./records.ts";

/** D: how the empty base path is called. */
const noBasePath = "(none)";

/** The mapping of the empty path may be put again, a named one not: as moto's suite expects, AWS is not recorded. */
export function CreateBasePathMapping(
  input: Checked<CreateBasePathMappingRequest>,
  context: ApiGatewayContext,
): BasePathMapping {
  findDomainName(context, input);
  const record = checked(context, {
    basePath: input.basePath === undefined || input.basePath === "" ? noBasePath : input.basePath,
    restApiId: input.restApiId,
    stage: input.stage === "" ? undefined : input.stage,
  });
  if (record.basePath !== noBasePath && get(context, input, record.basePath) !== undefined) {
    throw conflict("Base path already exists for this domain name");
  }
  return write(context, input, record);
}

export function GetBasePathMapping(
  input: Checked<GetBasePathMappingRequest>,
  context: ApiGatewayContext,
): BasePathMapping {
  return find(context, input);
}

export function GetBasePathMappings(
  input: Checked<GetBasePathMappingsRequest>,
  context: ApiGatewayContext,
): BasePathMappings {
  findDomainName(context, input);
  return page(context.store.list(basePathMappings, context.region, ...keyOf(input)), input);
}

/** A mapping that moves to a path takes the place of the one that was there (moto's suite; AWS is not recorded). */
export function UpdateBasePathMapping(
  input: Checked<UpdateBasePathMappingRequest>,
  context: ApiGatewayContext,
): BasePathMapping {
  const before = find(context, input);
  const record = checked(context, applyPatch(basePathMappingPatch, before, input.patchOperations));
  if (record.basePath !== before.basePath) remove(context, input, before.basePath);
  return write(context, input, record);
}

export function DeleteBasePathMapping(
  input: Checked<DeleteBasePathMappingRequest>,
  context: ApiGatewayContext,
): void {
  remove(context, input, find(context, input).basePath);
}

/** D: "Patch operations" of UpdateBasePathMapping, with its own spelling of `restapiId`. */
const basePathMappingPatch: PatchTable<BasePathMappingRecord> = {
  refusal: refuseWithList,
  rules: [
    {
      path: "/basePath",
      replace: (mapping, change) => ({ ...mapping, basePath: optionalTextOf(change) ?? noBasePath }),
    },
    { path: "/restapiId", replace: (mapping, change) => ({ ...mapping, restApiId: textOf(change) }) },
    { path: "/stage", replace: (mapping, change) => ({ ...mapping, stage: optionalTextOf(change) }) },
  ],
};

function checked(context: ApiGatewayContext, mapping: BasePathMappingRecord): BasePathMappingRecord {
  const { basePath, restApiId, stage } = mapping;
  if (basePath.includes("/")) {
    throw badRequest(
      "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base " +
        "path mapping, use API Gateway V2.",
    );
  }
  if (context.store.get(restApis, context.region, restApiId) === undefined) {
    throw badRequest("Invalid REST API identifier specified");
  }
  if (stage !== undefined && context.store.get(stages, context.region, restApiId, stage) === undefined) {
    throw badRequest("Invalid stage identifier specified");
  }
  return mapping;
}

function find(
  context: ApiGatewayContext,
  input: DomainNameName & { readonly basePath: string },
): BasePathMappingRecord {
  findDomainName(context, input);
  const record = get(context, input, input.basePath);
  if (record === undefined) throw notFound("Invalid base path mapping identifier specified");
  return record;
}

function get(
  context: ApiGatewayContext,
  domain: DomainNameName,
  basePath: string,
): BasePathMappingRecord | undefined {
  return context.store.get(basePathMappings, context.region, ...keyOf(domain), basePath);
}

function write(
  context: ApiGatewayContext,
  domain: DomainNameName,
  record: BasePathMappingRecord,
): BasePathMappingRecord {
  context.store.put(basePathMappings, [context.region, ...keyOf(domain), record.basePath], record);
  return record;
}

function remove(context: ApiGatewayContext, domain: DomainNameName, basePath: string): void {
  context.store.delete(basePathMappings, context.region, ...keyOf(domain), basePath);
}
