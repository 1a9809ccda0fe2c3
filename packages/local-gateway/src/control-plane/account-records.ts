import type {
  AccessAssociationSourceType,
  EndpointAccessMode,
  RoutingMode,
  SecurityPolicy,
} from "@aws-sdk/client-api-gateway";
import { type Kind, kind } from "../store/tables.ts";
import type { EndpointConfigurationRecord } from "./records.ts";

type Texts = { readonly [name: string]: string };

// What an account has beside its APIs, their keys and their usage plans.

/** Key: region, VPC link. */
export const vpcLinks: Kind<VpcLinkRecord> = kind("vpc-link");
/** Key: region, client certificate. */
export const clientCertificates: Kind<ClientCertificateRecord> = kind("client-certificate");
/** Key: region. Absent while nothing was changed. */
export const accounts: Kind<AccountRecord> = kind("account");
/** Key: region, domain name and, of a private one, `+` and its identifier. */
export const domainNames: Kind<DomainNameRecord> = kind("domain-name");
/** Key: those of the domain name, base path (`(none)` for the empty one). */
export const basePathMappings: Kind<BasePathMappingRecord> = kind("base-path-mapping");
/** Key: region, ARN. */
export const accessAssociations: Kind<AccessAssociationRecord> = kind("domain-name-access-association");

export interface VpcLinkRecord {
  readonly id: string;
  readonly name: string;
  readonly targetArns: readonly string[];
  readonly tags: Texts;
  readonly description?: string | undefined;
}

export interface ClientCertificateRecord {
  readonly clientCertificateId: string;
  readonly pemEncodedCertificate: string;
  /** PEM (PKCS #8): what an integration shows that it has the certificate with. */
  readonly privateKey: string;
  readonly createdDate: number;
  readonly expirationDate: number;
  readonly tags: Texts;
  readonly description?: string | undefined;
}

export interface AccountRecord {
  readonly features: readonly string[];
  readonly cloudwatchRoleArn?: string | undefined;
}

export interface DomainNameRecord {
  readonly domainName: string;
  /** Of private ones only. */
  readonly domainNameId?: string | undefined;
  /** What the names that AWS would give it are made of. */
  readonly alias: string;
  readonly endpointConfiguration: EndpointConfigurationRecord;
  readonly securityPolicy: SecurityPolicy;
  readonly routingMode: RoutingMode;
  readonly tags: Texts;
  readonly certificateName?: string | undefined;
  readonly certificateArn?: string | undefined;
  readonly certificateUploadDate?: number | undefined;
  readonly regionalCertificateName?: string | undefined;
  readonly regionalCertificateArn?: string | undefined;
  readonly endpointAccessMode?: EndpointAccessMode | undefined;
  readonly mutualTlsAuthentication?:
    | { readonly truststoreUri?: string | undefined; readonly truststoreVersion?: string | undefined }
    | undefined;
  readonly ownershipVerificationCertificateArn?: string | undefined;
  readonly policy?: string | undefined;
}

export interface BasePathMappingRecord {
  readonly basePath: string;
  readonly restApiId: string;
  readonly stage?: string | undefined;
}

export interface AccessAssociationRecord {
  readonly domainNameAccessAssociationArn: string;
  readonly domainNameArn: string;
  readonly accessAssociationSourceType: AccessAssociationSourceType;
  readonly accessAssociationSource: string;
  readonly tags: Texts;
}
