import type { EndpointType } from "@aws-sdk/client-api-gateway";
import { AwsError } from "../aws-error.ts";
import {
  accessAssociations,
  clientCertificates,
  domainNames,
  vpcLinks,
} from "../control-plane/account-records.ts";
import {
  authorizers,
  documentationParts,
  resources,
  restApis,
  stages,
  usagePlanKeys,
  usagePlans,
} from "../control-plane/records.ts";
import type { Reader } from "../store/store.ts";
import type { Kind } from "../store/tables.ts";
import { apiOf, type Call, textOf } from "./call.ts";

/** How many of something there may be. */
interface CountQuota {
  /** As AWS's message calls them. */
  readonly things: string;
  readonly perApi?: true;
  readonly limit: number;
  /** The operations that can make one more. */
  readonly operations: readonly string[];
  count(there: There): number;
}

interface There {
  readonly store: Reader;
  readonly region: string;
  /** The API that the call was for or has made; "" for others. */
  readonly restApiId: string;
  readonly call: Call;
}

const importing = ["CreateRestApi", "ImportRestApi", "PutRestApi"];

/**
 * The default quotas for what an account and an API can have; that of API keys counts without being asked for.
 *
 * D: "Quotas for configuring and running a REST API in API Gateway"
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
 */
const countQuotas: readonly CountQuota[] = [
  apisOf("REGIONAL", 600),
  apisOf("EDGE", 120),
  apisOf("PRIVATE", 600),
  // The root counts, as it does in GetResources. Nobody says that it does for AWS.
  inApi("Resources", 300, ["CreateResource", ...importing], resources),
  inApi("Stages", 10, ["CreateStage", "CreateDeployment"], stages),
  inApi("Authorizers", 10, ["CreateAuthorizer", ...importing], authorizers),
  inApi(
    "Documentation Parts",
    2000,
    ["CreateDocumentationPart", "ImportDocumentationParts", ...importing],
    documentationParts,
  ),
  inAccount("Client Certificates", 60, ["GenerateClientCertificate"], clientCertificates),
  inAccount("Usage Plans", 300, ["CreateUsagePlan"], usagePlans),
  inAccount("VPC Links", 20, ["CreateVpcLink"], vpcLinks),
  inAccount(
    "Domain Name Access Associations",
    100,
    ["CreateDomainNameAccessAssociation"],
    accessAssociations,
  ),
  domainNamesOf("public", 120),
  domainNamesOf("private", 50),
  {
    things: "Usage Plans for this API Key",
    limit: 10,
    operations: ["CreateUsagePlanKey"],
    count: ({ store, region, call }) =>
      store.list(usagePlanKeys, region).filter(({ id }) => id === textOf(call, "keyId")).length,
  },
];

/**
 * Checks what a call of API Gateway has made in its transaction, which a throw makes void.
 *
 * The words for resources (hashicorp/terraform-provider-aws#37605), authorizers (anomalyco/sst#4522) and APIs
 * (Miserlou/Zappa#628) are AWS's; those for the rest follow them.
 *
 * @throws AwsError `LimitExceededException`.
 */
export function checkCounts(store: Reader, call: Call, output: unknown): void {
  if (call.service !== "apigateway") return;
  const restApiId = apiOf(call, output);
  for (const { things, limit, operations, count, perApi } of countQuotas) {
    if (!operations.includes(call.operation)) continue;
    if (count({ store, region: call.region, restApiId, call }) <= limit) continue;
    const where = perApi === true ? " for this API" : "";
    throw new AwsError(
      "LimitExceededException",
      429,
      `Maximum number of ${things}${where} has been reached.  Please contact AWS if you need additional ${things}.`,
    );
  }
}

function inApi(
  things: string,
  limit: number,
  operations: readonly string[],
  kind: Kind<unknown>,
): CountQuota {
  return {
    things,
    perApi: true,
    limit,
    operations,
    count: ({ store, region, restApiId }) => store.list(kind, region, restApiId).length,
  };
}

function inAccount(
  things: string,
  limit: number,
  operations: readonly string[],
  kind: Kind<unknown>,
): CountQuota {
  return { things, limit, operations, count: ({ store, region }) => store.list(kind, region).length };
}

function apisOf(type: EndpointType, limit: number): CountQuota {
  return {
    things: "APIs",
    limit,
    operations: ["CreateRestApi", "ImportRestApi"],
    count: ({ store, region }) =>
      store
        .list(restApis, region)
        .filter(({ endpointConfiguration }) => endpointConfiguration.types.includes(type)).length,
  };
}

/** Only private domain names have an identifier beside the name. */
function domainNamesOf(access: "public" | "private", limit: number): CountQuota {
  return {
    things: "Domain Names",
    limit,
    operations: ["CreateDomainName"],
    count: ({ store, region }) =>
      store
        .list(domainNames, region)
        .filter(({ domainNameId }) => (domainNameId === undefined) === (access === "public")).length,
  };
}
