/** So many calls in so many seconds, for an account in a Region. */
export interface RateQuota {
  readonly operation: string;
  /** Of two quotas for one operation: which kind of endpoint it is for. */
  readonly endpoint?: "edge" | "other";
  readonly calls: number;
  readonly seconds: number;
}

/**
 * What API Gateway takes of single operations. None of it can be raised. The HTTP APIs' operations (CreateVpcLink V2
 * and others) and the portals' are not this service's.
 *
 * D: "Amazon API Gateway quotas", quotas for creating, deploying and managing an API
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
 */
export const rateQuotas: readonly RateQuota[] = [
  { operation: "CreateApiKey", calls: 5, seconds: 1 },
  { operation: "CreateDeployment", calls: 1, seconds: 5 },
  { operation: "CreateDocumentationVersion", calls: 1, seconds: 20 },
  { operation: "CreateDomainName", calls: 1, seconds: 30 },
  { operation: "CreateResource", calls: 5, seconds: 1 },
  { operation: "CreateRestApi", endpoint: "other", calls: 1, seconds: 3 },
  { operation: "CreateRestApi", endpoint: "edge", calls: 1, seconds: 30 },
  { operation: "DeleteApiKey", calls: 5, seconds: 1 },
  { operation: "DeleteDomainName", calls: 1, seconds: 30 },
  { operation: "DeleteResource", calls: 5, seconds: 1 },
  { operation: "DeleteRestApi", calls: 1, seconds: 30 },
  { operation: "GetResources", calls: 5, seconds: 2 },
  { operation: "ImportDocumentationParts", calls: 1, seconds: 30 },
  { operation: "ImportRestApi", endpoint: "other", calls: 1, seconds: 3 },
  { operation: "ImportRestApi", endpoint: "edge", calls: 1, seconds: 30 },
  { operation: "PutRestApi", calls: 1, seconds: 1 },
  { operation: "UpdateAccount", calls: 1, seconds: 20 },
  { operation: "UpdateDomainName", calls: 1, seconds: 30 },
  { operation: "UpdateUsagePlan", calls: 1, seconds: 20 },
];

/** What it takes of all operations together: 10 calls a second, 40 at once. D: the same page. */
export const totalRate = { calls: 10, seconds: 1, burst: 40 };
