import type {
  CreateDomainNameAccessAssociationRequest,
  DeleteDomainNameAccessAssociationRequest,
  DomainNameAccessAssociation,
  DomainNameAccessAssociations,
  GetDomainNameAccessAssociationsRequest,
  RejectDomainNameAccessAssociationRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { type AccessAssociationRecord, accessAssociations, domainNames } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { domainNameArn } from "./domain-name-view.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { withTagsIfAny } from "./tags-if-any.ts";

/** D: an association joins a VPC endpoint with a private domain name. Nothing is behind it here. */
export function CreateDomainNameAccessAssociation(
  input: Checked<CreateDomainNameAccessAssociationRequest>,
  context: ApiGatewayContext,
): DomainNameAccessAssociation {
  const { region, store } = context;
  const domain = store
    .list(domainNames, region)
    .find((candidate) => domainNameArn(candidate, context) === input.domainNameArn);
  if (domain === undefined) throw notFound("Invalid domain name identifier specified");
  if (domain.domainNameId === undefined) {
    throw badRequest("Domain name access associations are supported only for private domain names");
  }
  const name = `${domain.domainName}+${domain.domainNameId}`;
  const domainNameAccessAssociationArn =
    `arn:aws:apigateway:${region}:${context.accountId}:/domainnameaccessassociations/domainname/${name}` +
    `/vpcesource/${input.accessAssociationSource}`;
  if (store.get(accessAssociations, region, domainNameAccessAssociationArn) !== undefined) {
    throw conflict("Domain name access association already exists");
  }
  const { tags = {}, ...rest } = input;
  const record: AccessAssociationRecord = { ...rest, domainNameAccessAssociationArn, tags };
  store.put(accessAssociations, [region, domainNameAccessAssociationArn], record);
  return withTagsIfAny(record);
}

/** All associations are this account's own, so those of other accounts are none. */
export function GetDomainNameAccessAssociations(
  input: Checked<GetDomainNameAccessAssociationsRequest>,
  context: ApiGatewayContext,
): DomainNameAccessAssociations {
  const own =
    input.resourceOwner === "OTHER_ACCOUNTS" ? [] : context.store.list(accessAssociations, context.region);
  const { items, ...rest } = page(own, input);
  return { items: items.map(withTagsIfAny), ...rest };
}

/** The owner of the domain name ends what another account began; here both are the same. */
export function RejectDomainNameAccessAssociation(
  input: Checked<RejectDomainNameAccessAssociationRequest>,
  context: ApiGatewayContext,
): void {
  const record = find(context, input.domainNameAccessAssociationArn);
  if (record.domainNameArn !== input.domainNameArn) throw unknown();
  context.store.delete(accessAssociations, context.region, record.domainNameAccessAssociationArn);
}

export function DeleteDomainNameAccessAssociation(
  input: Checked<DeleteDomainNameAccessAssociationRequest>,
  context: ApiGatewayContext,
): void {
  const { domainNameAccessAssociationArn: arn } = find(context, input.domainNameAccessAssociationArn);
  context.store.delete(accessAssociations, context.region, arn);
}

function find(context: ApiGatewayContext, arn: string): AccessAssociationRecord {
  const record = context.store.get(accessAssociations, context.region, arn);
  if (record === undefined) throw unknown();
  return record;
}

function unknown(): Error {
  return notFound("Invalid domain name access association identifier specified");
}
