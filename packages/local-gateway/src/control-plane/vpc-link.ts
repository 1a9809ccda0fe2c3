import type {
  CreateVpcLinkRequest,
  DeleteVpcLinkRequest,
  GetVpcLinkRequest,
  GetVpcLinksRequest,
  UpdateVpcLinkRequest,
  VpcLink,
  VpcLinks,
} from "@aws-sdk/client-api-gateway";
import type { FindVpcLink } from "../data-plane/integration/vpc-link.ts";
import { withStageVariables } from "../data-plane/outbound/integration-uri.ts";
import type { Checked } from "../protocol/checked.ts";
import type { Reader } from "../store/store.ts";
import { type VpcLinkRecord, vpcLinks } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, optionalTextOf, type PatchTable, refuseWithList, textOf } from "./patch.ts";
import { deployments, stages } from "./records.ts";
import { withTagsIfAny } from "./tags-if-any.ts";

/** R: the answer tells of a link that is being made (test_vpc_link_lifecycle); here it is ready at once. */
export function CreateVpcLink(input: Checked<CreateVpcLinkRequest>, context: ApiGatewayContext): VpcLink {
  for (const arn of input.targetArns) {
    // AWS wants the ARN of a network load balancer; here nothing stands behind it, so its parts are not looked at.
    if (!arn.includes(":")) throw badRequest(`Invalid ARN. ARN is not well formed ${arn}`);
  }
  const record: VpcLinkRecord = {
    id: context.ids.short(6),
    name: checkedName(input.name),
    targetArns: input.targetArns,
    description: input.description === "" ? undefined : input.description,
    tags: input.tags ?? {},
  };
  const { statusMessage: _whenReady, ...answer } = briefly(write(context, record));
  return { ...answer, status: "PENDING" };
}

export function GetVpcLink(input: Checked<GetVpcLinkRequest>, context: ApiGatewayContext): VpcLink {
  return toVpcLink(find(context, input.vpcLinkId));
}

export function GetVpcLinks(input: Checked<GetVpcLinksRequest>, context: ApiGatewayContext): VpcLinks {
  const { items, ...rest } = page(context.store.list(vpcLinks, context.region), input);
  return { items: items.map(briefly), ...rest };
}

export function UpdateVpcLink(input: Checked<UpdateVpcLinkRequest>, context: ApiGatewayContext): VpcLink {
  return toVpcLink(
    write(context, applyPatch(vpcLinkPatch, find(context, input.vpcLinkId), input.patchOperations)),
  );
}

export function DeleteVpcLink(input: Checked<DeleteVpcLinkRequest>, context: ApiGatewayContext): void {
  const { id } = find(context, input.vpcLinkId);
  const uses = deployedUses(context, id);
  if (uses.length > 0) {
    throw badRequest(
      `Cannot delete vpc link. Vpc link '${id}', is referenced in [${uses.join(", ")}] in format of ` +
        "[Method:Resource:Stage].",
    );
  }
  context.store.delete(vpcLinks, context.region, id);
}

/** D: "Patch operations" of UpdateVpcLink. */
const vpcLinkPatch: PatchTable<VpcLinkRecord> = {
  refusal: refuseWithList,
  rules: [
    { path: "/name", replace: (link, change) => ({ ...link, name: checkedName(textOf(change)) }) },
    { path: "/description", replace: (link, change) => ({ ...link, description: optionalTextOf(change) }) },
  ],
};

function checkedName(name: string): string {
  if (name === "") throw badRequest("Name cannot be empty");
  return name;
}

/** Where stages serve integrations over the link. */
function deployedUses({ region, store }: ApiGatewayContext, id: string): readonly string[] {
  return store.keys(stages).flatMap(([stageRegion, apiId = "", stageName = ""]) => {
    const stage = stageRegion === region ? store.get(stages, region, apiId, stageName) : undefined;
    const deployment = stage && store.get(deployments, region, apiId, stage.deploymentId);
    return (deployment?.snapshot.resources ?? []).flatMap((resource) =>
      Object.values(resource.methods)
        .filter(
          ({ methodIntegration: { connectionId = "" } = {} }) =>
            withStageVariables(connectionId, stage?.variables ?? {}) === id,
        )
        .map(({ httpMethod }) => `${httpMethod}:${resource.id}:${stageName}`),
    );
  });
}

/** R: the message (test_get_vpc_link_invalid_id). */
function find(context: ApiGatewayContext, id: string): VpcLinkRecord {
  const record = context.store.get(vpcLinks, context.region, id);
  if (record === undefined) throw notFound("Invalid Vpc Link identifier specified");
  return record;
}

/** Makes the function by which the data plane sees links. */
export function createFindVpcLink(store: Reader): FindVpcLink {
  return (region, id) => {
    const record = store.get(vpcLinks, region, id);
    return record && toVpcLink(record).status;
  };
}

/** The link as GetVpcLink and UpdateVpcLink print it: with `tags` even when there are none (R). */
function toVpcLink({ targetArns, ...rest }: VpcLinkRecord): VpcLink {
  return {
    ...rest,
    targetArns: [...targetArns],
    status: "AVAILABLE",
    statusMessage: "Your vpc link is ready for use",
  };
}

/** The link as GetVpcLinks prints it: without `tags` when there are none (R). */
function briefly(record: VpcLinkRecord): VpcLink {
  return withTagsIfAny(toVpcLink(record));
}

function write(context: ApiGatewayContext, record: VpcLinkRecord): VpcLinkRecord {
  context.store.put(vpcLinks, [context.region, record.id], record);
  return record;
}
