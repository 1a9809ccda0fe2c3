import type {
  CreateDomainNameRequest,
  DeleteDomainNameRequest,
  DomainName,
  DomainNames,
  GetDomainNameRequest,
  GetDomainNamesRequest,
  UpdateDomainNameRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import {
  accessAssociations,
  basePathMappings,
  type DomainNameRecord,
  domainNames,
} from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { checkDomainName, domainNamePatch } from "./domain-name-patch.ts";
import { domainNameArn, toDomainName } from "./domain-name-view.ts";
import { badRequest, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch } from "./patch.ts";
import { withTagsIfAny } from "./tags-if-any.ts";

/** What names a domain name: private ones of several owners may be called the same, so they have an identifier too. */
export interface DomainNameName {
  readonly domainName: string;
  readonly domainNameId?: string | undefined;
}

/**
 * Certificates are taken as they come: there is no certificate service here to ask for them. Its key and its body are
 * not kept.
 */
export function CreateDomainName(
  input: Checked<CreateDomainNameRequest>,
  context: ApiGatewayContext,
): DomainName {
  const { endpointConfiguration, certificateBody, certificatePrivateKey, certificateChain, ...rest } = input;
  if (input.domainName === "") throw badRequest("No Domain Name specified");
  const types = endpointConfiguration?.types ?? ["EDGE" as const];
  const isPrivate = types.includes("PRIVATE");
  const uploads = [
    certificateBody,
    certificatePrivateKey,
    certificateChain,
    input.certificateName,
    input.certificateArn,
  ];
  const record = checkDomainName({
    ...rest,
    domainNameId: isPrivate ? context.ids.short(10) : undefined,
    alias: context.ids.short(10),
    endpointConfiguration: {
      types,
      ipAddressType: endpointConfiguration?.ipAddressType ?? (isPrivate ? "dualstack" : "ipv4"),
      vpcEndpointIds: endpointConfiguration?.vpcEndpointIds,
    },
    securityPolicy: input.securityPolicy ?? "TLS_1_2",
    routingMode: input.routingMode ?? "BASE_PATH_MAPPING_ONLY",
    tags: input.tags ?? {},
    certificateUploadDate: uploads.some((upload) => upload !== undefined) ? context.now : undefined,
  });
  if (!isPrivate && context.store.get(domainNames, context.region, ...keyOf(record)) !== undefined) {
    throw badRequest("The domain name you provided already exists.");
  }
  return withTagsIfAny(toDomainName(write(context, record), context));
}

export function GetDomainName(input: Checked<GetDomainNameRequest>, context: ApiGatewayContext): DomainName {
  return toDomainName(findDomainName(context, input), context);
}

/** All domain names are this account's own, so those of other accounts are none. */
export function GetDomainNames(
  input: Checked<GetDomainNamesRequest>,
  context: ApiGatewayContext,
): DomainNames {
  const own = input.resourceOwner === "OTHER_ACCOUNTS" ? [] : context.store.list(domainNames, context.region);
  const { items, ...rest } = page(own, input);
  return { items: items.map((record) => withTagsIfAny(toDomainName(record, context))), ...rest };
}

export function UpdateDomainName(
  input: Checked<UpdateDomainNameRequest>,
  context: ApiGatewayContext,
): DomainName {
  const before = findDomainName(context, input);
  const record = checkDomainName(applyPatch(domainNamePatch, before, input.patchOperations));
  return toDomainName(write(context, record), context);
}

/** Its mappings and the associations with it go too. */
export function DeleteDomainName(input: Checked<DeleteDomainNameRequest>, context: ApiGatewayContext): void {
  const record = findDomainName(context, input);
  const { region, store } = context;
  const arn = domainNameArn(record, context);
  store.delete(domainNames, region, ...keyOf(record));
  store.deleteAll(basePathMappings, region, ...keyOf(record));
  for (const association of store.list(accessAssociations, region)) {
    if (association.domainNameArn !== arn) continue;
    store.delete(accessAssociations, region, association.domainNameAccessAssociationArn);
  }
}

/** A private domain name is found by its name and identifier together, any other by its name alone. */
export function findDomainName(context: ApiGatewayContext, name: DomainNameName): DomainNameRecord {
  const record = context.store.get(domainNames, context.region, ...keyOf(name));
  if (record === undefined) throw notFound("Invalid domain name identifier specified");
  return record;
}

export function keyOf({ domainName, domainNameId }: DomainNameName): readonly [string] {
  return [domainNameId === undefined ? domainName : `${domainName}+${domainNameId}`];
}

function write(context: ApiGatewayContext, record: DomainNameRecord): DomainNameRecord {
  context.store.put(domainNames, [context.region, ...keyOf(record)], record);
  return record;
}
