import type { EndpointType } from "@aws-sdk/client-api-gateway";
import { apiGatewaySdk } from "../sdk.ts";
import type { DomainNameRecord } from "./account-records.ts";
import { checkAccessMode, ipAddressTypeOf } from "./endpoint.ts";
import { badRequest } from "./errors.ts";
import {
  type Change,
  choiceOf,
  optionalTextOf,
  type PatchRule,
  type PatchTable,
  refuseWithList,
} from "./patch.ts";

type Domain = DomainNameRecord;

/** What UpdateDomainName may change (D: "Patch operations"). */
export const domainNamePatch: PatchTable<Domain> = {
  refusal: refuseWithList,
  rules: [
    ...(
      [
        "certificateName",
        "certificateArn",
        "regionalCertificateName",
        "regionalCertificateArn",
        "ownershipVerificationCertificateArn",
        "policy",
      ] as const
    ).map(
      (name): PatchRule<Domain> => ({
        path: `/${name}`,
        replace: (domain, change) => ({ ...domain, [name]: optionalTextOf(change) }),
      }),
    ),
    {
      path: "/securityPolicy",
      replace: (domain, change) => ({
        ...domain,
        securityPolicy: choiceOf(apiGatewaySdk.SecurityPolicy, change),
      }),
    },
    {
      path: "/endpointAccessMode",
      replace: (domain, change) => ({
        ...domain,
        endpointAccessMode: choiceOf(apiGatewaySdk.EndpointAccessMode, change),
      }),
    },
    {
      path: "/routingMode",
      replace: (domain, change) => ({ ...domain, routingMode: choiceOf(apiGatewaySdk.RoutingMode, change) }),
    },
    {
      // Like a RestApi's: whatever the last part, a domain name has one type (Terraform says 0).
      path: "/endpointConfiguration/types/{type}",
      replace: (domain, change) => withTypes(domain, [choiceOf(apiGatewaySdk.EndpointType, change)]),
    },
    {
      path: "/endpointConfiguration/types",
      add: (domain, change) =>
        withTypes(domain, [...typesWithout(domain, change), choiceOf(apiGatewaySdk.EndpointType, change)]),
      remove: (domain, change) => withTypes(domain, typesWithout(domain, change)),
    },
    {
      path: "/endpointConfiguration/ipAddressType",
      replace: (domain, change) => ({
        ...domain,
        endpointConfiguration: { ...domain.endpointConfiguration, ipAddressType: ipAddressTypeOf(change) },
      }),
    },
    {
      path: "/mutualTlsAuthentication/truststoreUri",
      // D: an empty URI turns mutual TLS off.
      replace: (domain, change) => withTruststore(domain, { truststoreUri: optionalTextOf(change) }),
    },
    {
      path: "/mutualTlsAuthentication/truststoreVersion",
      replace: (domain, change) => withTruststore(domain, { truststoreVersion: optionalTextOf(change) }),
    },
  ],
};

/**
 * What a domain name must be (D: CreateDomainName). The words are not recorded.
 *
 * @throws AwsError `BadRequestException`.
 */
export function checkDomainName(domain: Domain): Domain {
  const { types, ipAddressType } = domain.endpointConfiguration;
  const isPrivate = types.includes("PRIVATE");
  if (!/^[A-Za-z0-9*._-]{1,253}$/.test(domain.domainName)) throw badRequest("Invalid domain name specified");
  if (types.length === 0) throw badRequest("A domain name must have an endpoint type");
  if (isPrivate && types.length > 1)
    throw badRequest("A private domain name cannot have other endpoint types");
  if (isPrivate && ipAddressType === "ipv4") {
    throw badRequest("Only dualstack ipAddressType is supported for Private domain names.");
  }
  if (!isPrivate && domain.policy !== undefined) {
    throw badRequest("A policy is supported only for private domain names");
  }
  checkAccessMode(domain);
  if (domain.mutualTlsAuthentication !== undefined && !types.includes("REGIONAL")) {
    throw badRequest("Mutual TLS authentication is supported only for regional domain names");
  }
  return domain;
}

function typesWithout({ endpointConfiguration }: Domain, { value }: Change): readonly EndpointType[] {
  return endpointConfiguration.types.filter((type) => type !== value);
}

function withTypes(domain: Domain, types: readonly EndpointType[]): Domain {
  return { ...domain, endpointConfiguration: { ...domain.endpointConfiguration, types } };
}

function withTruststore(domain: Domain, part: NonNullable<Domain["mutualTlsAuthentication"]>): Domain {
  const truststore = { ...domain.mutualTlsAuthentication, ...part };
  return {
    ...domain,
    mutualTlsAuthentication: truststore.truststoreUri === undefined ? undefined : truststore,
  };
}
