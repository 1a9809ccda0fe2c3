import type {
  ClientCertificate,
  ClientCertificates,
  DeleteClientCertificateRequest,
  GenerateClientCertificateRequest,
  GetClientCertificateRequest,
  GetClientCertificatesRequest,
  UpdateClientCertificateRequest,
} from "@aws-sdk/client-api-gateway";
import type { Checked } from "../protocol/checked.ts";
import { type ClientCertificateRecord, clientCertificates } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";
import { badRequest, notFound } from "./errors.ts";
import { page } from "./page.ts";
import { applyPatch, optionalTextOf, type PatchTable, refuseWithList } from "./patch.ts";
import { stages } from "./records.ts";
import { selfSignedCertificate } from "./self-signed-certificate.ts";
import { withTagsIfAny } from "./tags-if-any.ts";

/** D: a certificate is valid for 365 days. */
const validity = 365 * 24 * 60 * 60 * 1000;

export function GenerateClientCertificate(
  input: Checked<GenerateClientCertificateRequest>,
  context: ApiGatewayContext,
): ClientCertificate {
  const expirationDate = context.now + validity;
  const record: ClientCertificateRecord = {
    clientCertificateId: context.ids.short(6),
    description: input.description === "" ? undefined : input.description,
    createdDate: context.now,
    expirationDate,
    tags: input.tags ?? {},
    ...selfSignedCertificate({
      commonName: "ApiGateway",
      serialNumber: context.ids.bytes(8),
      notBefore: context.now,
      notAfter: expirationDate,
    }),
  };
  return briefly(write(context, record));
}

export function GetClientCertificate(
  input: Checked<GetClientCertificateRequest>,
  context: ApiGatewayContext,
): ClientCertificate {
  return toClientCertificate(findClientCertificate(context, input.clientCertificateId));
}

export function GetClientCertificates(
  input: Checked<GetClientCertificatesRequest>,
  context: ApiGatewayContext,
): ClientCertificates {
  const { items, ...rest } = page(context.store.list(clientCertificates, context.region), input);
  return { items: items.map(briefly), ...rest };
}

export function UpdateClientCertificate(
  input: Checked<UpdateClientCertificateRequest>,
  context: ApiGatewayContext,
): ClientCertificate {
  const before = findClientCertificate(context, input.clientCertificateId);
  return toClientCertificate(
    write(context, applyPatch(clientCertificatePatch, before, input.patchOperations)),
  );
}

/** That one in use stays is documented; the words are not. */
export function DeleteClientCertificate(
  input: Checked<DeleteClientCertificateRequest>,
  context: ApiGatewayContext,
): void {
  const { clientCertificateId: id } = findClientCertificate(context, input.clientCertificateId);
  const stage = context.store
    .list(stages, context.region)
    .find(({ clientCertificateId }) => clientCertificateId === id);
  if (stage !== undefined) {
    throw badRequest(`Client certificate ${id} is used by stage ${stage.stageName} and cannot be deleted`);
  }
  context.store.delete(clientCertificates, context.region, id);
}

/** D: "Patch operations" of UpdateClientCertificate. */
const clientCertificatePatch: PatchTable<ClientCertificateRecord> = {
  refusal: refuseWithList,
  rules: [
    {
      path: "/description",
      replace: (certificate, change) => ({ ...certificate, description: optionalTextOf(change) }),
    },
  ],
};

export function findClientCertificate(context: ApiGatewayContext, id: string): ClientCertificateRecord {
  const record = context.store.get(clientCertificates, context.region, id);
  if (record === undefined) throw notFound("Invalid Client Certificate identifier specified");
  return record;
}

/** The certificate with `tags` even when there are none, as GetRestApi prints them; its private key stays here. */
function toClientCertificate(record: ClientCertificateRecord): ClientCertificate {
  const { privateKey: _secret, createdDate, expirationDate, ...rest } = record;
  return { ...rest, createdDate: new Date(createdDate), expirationDate: new Date(expirationDate) };
}

function briefly(record: ClientCertificateRecord): ClientCertificate {
  return withTagsIfAny(toClientCertificate(record));
}

function write(context: ApiGatewayContext, record: ClientCertificateRecord): ClientCertificateRecord {
  context.store.put(clientCertificates, [context.region, record.clientCertificateId], record);
  return record;
}
