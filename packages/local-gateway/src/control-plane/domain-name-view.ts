import type { DomainName } from "@aws-sdk/client-api-gateway";
import type { DomainNameRecord } from "./account-records.ts";
import type { ApiGatewayContext } from "./context.ts";

type Place = Pick<ApiGatewayContext, "accountId" | "region">;

/** The domain name as GetDomainName prints it, with the names that AWS would have given it. */
export function toDomainName(record: DomainNameRecord, place: Place): DomainName {
  const { alias, endpointConfiguration, mutualTlsAuthentication, certificateUploadDate, ...rest } = record;
  const { types, ipAddressType, vpcEndpointIds } = endpointConfiguration;
  return {
    ...rest,
    domainNameArn: domainNameArn(record, place),
    domainNameStatus: "AVAILABLE",
    endpointConfiguration: {
      types: [...types],
      ipAddressType,
      ...(vpcEndpointIds && { vpcEndpointIds: [...vpcEndpointIds] }),
    },
    ...(mutualTlsAuthentication && { mutualTlsAuthentication: { ...mutualTlsAuthentication } }),
    ...(certificateUploadDate !== undefined && { certificateUploadDate: new Date(certificateUploadDate) }),
    ...(types.includes("EDGE") && {
      distributionDomainName: `d${alias}.cloudfront.net`,
      distributionHostedZoneId: cloudfrontZone,
    }),
    ...(types.includes("REGIONAL") && {
      regionalDomainName: `d-${alias}.execute-api.${place.region}.amazonaws.com`,
      regionalHostedZoneId: regionalZones[place.region] ?? cloudfrontZone,
    }),
  };
}

/** D: "How API Gateway works with IAM", "Custom domain names for private APIs": a private one names its account. */
export function domainNameArn({ domainName, domainNameId }: DomainNameRecord, place: Place): string {
  return domainNameId === undefined
    ? `arn:aws:apigateway:${place.region}::/domainnames/${domainName}`
    : `arn:aws:apigateway:${place.region}:${place.accountId}:/domainnames/${domainName}+${domainNameId}`;
}

/** D: "Amazon API Gateway endpoints and quotas", Route 53 hosted zone ids. */
const cloudfrontZone = "Z2FDTNDATAQYW2";

const regionalZones: { readonly [region: string]: string | undefined } = {
  "us-east-1": "Z1UJRXOUMOOFQ8",
  "us-east-2": "ZOJJZC49E0EPZ",
  "us-west-1": "Z2MUQ32089INYE",
  "us-west-2": "Z2OJLYMUO9EFXC",
  "ap-northeast-1": "Z1YSHQZHG15GKL",
  "ap-northeast-2": "Z20JF4UZKIW1U8",
  "ap-south-1": "Z3VO1THU9YC4UR",
  "ap-southeast-1": "ZL327KTPIQFUL",
  "ap-southeast-2": "Z2RPCDW04V8134",
  "ca-central-1": "Z19DQILCV0OWEC",
  "eu-central-1": "Z1U9ULNL0V5AJ3",
  "eu-west-1": "ZLY8HYME6SFDD",
  "eu-west-2": "ZJ5UAJN8Y3Z2Q",
  "eu-west-3": "Z3KY65QIEKYHQQ",
  "sa-east-1": "ZCMLWB8V5SYIT",
};
