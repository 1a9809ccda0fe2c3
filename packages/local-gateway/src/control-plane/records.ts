import type {
  ApiKeySourceType,
  ApiStage,
  AuthorizerType,
  CacheClusterSize,
  CanarySettings,
  ConnectionType,
  ContentHandlingStrategy,
  EndpointAccessMode,
  EndpointType,
  GatewayResponseType,
  IntegrationType,
  IpAddressType,
  MethodSetting,
  QuotaSettings,
  ResponseTransferMode,
  SecurityPolicy,
  ThrottleSettings,
  TlsConfig,
} from "@aws-sdk/client-api-gateway";
import { type Kind, kind } from "../store/tables.ts";
import type { ByStatus } from "./by-status.ts";
import type { Location } from "./documentation-location.ts";

type Texts = { readonly [name: string]: string };
type Flags = { readonly [name: string]: boolean };

/** Key: region, API. Dates of all records are milliseconds since 1970. */
export const restApis: Kind<RestApiRecord> = kind("rest-api");
/** Key: region, API, resource. */
export const resources: Kind<ResourceRecord> = kind("resource");
/** Key: region, API, deployment. */
export const deployments: Kind<DeploymentRecord> = kind("deployment");
/** Key: region, API, stage name. */
export const stages: Kind<StageRecord> = kind("stage");
/** Key: region, API, model name. */
export const models: Kind<ModelRecord> = kind("model");
/** Key: region, API, validator. */
export const requestValidators: Kind<RequestValidatorRecord> = kind("request-validator");
/** Key: region, API, response type. */
export const gatewayResponses: Kind<GatewayResponseRecord> = kind("gateway-response");
/** Key: region, API, authorizer. */
export const authorizers: Kind<AuthorizerRecord> = kind("authorizer");
/** Key: region, API key. */
export const apiKeys: Kind<ApiKeyRecord> = kind("api-key");
/** Key: region, usage plan. */
export const usagePlans: Kind<UsagePlanRecord> = kind("usage-plan");
/** Key: region, usage plan, API key. */
export const usagePlanKeys: Kind<UsagePlanKeyRecord> = kind("usage-plan-key");
/** Key: region, usage plan, API key, day (`2026-01-31`, UTC). A day without requests has none. */
export const usages: Kind<UsageRecord> = kind("usage");

/** Key: region, API, documentation part. */
export const documentationParts: Kind<DocumentationPartRecord> = kind("documentation-part");
/** Key: region, API, version. */
export const documentationVersions: Kind<DocumentationVersionRecord> = kind("documentation-version");

export interface RestApiRecord {
  readonly id: string;
  readonly name: string;
  readonly createdDate: number;
  readonly rootResourceId: string;
  readonly apiKeySource: ApiKeySourceType;
  readonly endpointConfiguration: EndpointConfigurationRecord;
  readonly disableExecuteApiEndpoint: boolean;
  /** What `disableExecuteApiEndpoint` was when a stage was written last: that is in force. */
  readonly isEndpointDisabled?: boolean | undefined;
  readonly tags: Texts;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  readonly binaryMediaTypes?: readonly string[] | undefined;
  /** Bytes. */
  readonly minimumCompressionSize?: number | undefined;
  readonly policy?: string | undefined;
  readonly securityPolicy?: SecurityPolicy | undefined;
  readonly endpointAccessMode?: EndpointAccessMode | undefined;
}

export interface EndpointConfigurationRecord {
  readonly types: readonly EndpointType[];
  readonly ipAddressType: IpAddressType;
  readonly vpcEndpointIds?: readonly string[] | undefined;
}

/** A resource with its methods: one document, since they are changed one at a time. */
export interface ResourceRecord {
  readonly id: string;
  /** Absent from the root, as is `pathPart`. */
  readonly parentId?: string | undefined;
  readonly pathPart?: string | undefined;
  readonly methods: { readonly [httpMethod: string]: MethodRecord };
}

export interface MethodRecord {
  readonly httpMethod: string;
  readonly authorizationType: string;
  readonly apiKeyRequired: boolean;
  readonly authorizerId?: string | undefined;
  readonly authorizationScopes?: readonly string[] | undefined;
  readonly operationName?: string | undefined;
  readonly requestValidatorId?: string | undefined;
  readonly requestParameters?: Flags | undefined;
  readonly requestModels?: Texts | undefined;
  readonly methodResponses?: ByStatus<MethodResponseRecord> | undefined;
  readonly methodIntegration?: IntegrationRecord | undefined;
}

export interface MethodResponseRecord {
  readonly statusCode: string;
  readonly responseParameters?: Flags | undefined;
  readonly responseModels?: Texts | undefined;
}

export interface IntegrationRecord {
  readonly type: IntegrationType;
  readonly passthroughBehavior: string;
  /** Milliseconds. */
  readonly timeoutInMillis: number;
  readonly cacheNamespace: string;
  readonly cacheKeyParameters: readonly string[];
  readonly httpMethod?: string | undefined;
  readonly uri?: string | undefined;
  readonly connectionType?: ConnectionType | undefined;
  readonly connectionId?: string | undefined;
  readonly credentials?: string | undefined;
  readonly requestParameters?: Texts | undefined;
  readonly requestTemplates?: Texts | undefined;
  readonly contentHandling?: ContentHandlingStrategy | undefined;
  readonly tlsConfig?: TlsConfig | undefined;
  readonly responseTransferMode?: ResponseTransferMode | undefined;
  readonly integrationTarget?: string | undefined;
  readonly integrationResponses?: ByStatus<IntegrationResponseRecord> | undefined;
}

export interface IntegrationResponseRecord {
  readonly statusCode: string;
  readonly selectionPattern?: string | undefined;
  readonly responseParameters?: Texts | undefined;
  readonly responseTemplates?: Texts | undefined;
  readonly contentHandling?: ContentHandlingStrategy | undefined;
}

/** A deployment with its snapshot: all that the data plane needs, as it was when the deployment was made. */
export interface DeploymentRecord {
  readonly id: string;
  readonly createdDate: number;
  readonly description?: string | undefined;
  readonly snapshot: {
    readonly resources: readonly SnapshotResource[];
    readonly requestValidators: readonly RequestValidatorRecord[];
    readonly models: readonly ModelRecord[];
    readonly gatewayResponses: readonly GatewayResponseRecord[];
    readonly authorizers?: readonly AuthorizerRecord[];
    /**
     * Of the API itself, what a deployment puts in force (D, monitoring API configuration with AWS Config: "you must
     * redeploy the API to propagate the changes"). Deployments of an earlier release of this gateway have none.
     */
    readonly settings?: Pick<RestApiRecord, "apiKeySource" | "binaryMediaTypes" | "minimumCompressionSize">;
    /** The resource policy; a changed one is in force when it has been deployed (D, attach a resource policy). */
    readonly policy?: string | undefined;
  };
}

export interface SnapshotResource extends ResourceRecord {
  readonly path: string;
}

export interface StageRecord {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
  readonly cacheClusterEnabled: boolean;
  readonly tracingEnabled: boolean;
  readonly methodSettings: { readonly [resourcePathAndMethod: string]: MethodSetting };
  readonly tags: Texts;
  readonly description?: string | undefined;
  readonly cacheClusterSize?: CacheClusterSize | undefined;
  readonly clientCertificateId?: string | undefined;
  readonly documentationVersion?: string | undefined;
  readonly variables?: Texts | undefined;
  readonly accessLogSettings?: { readonly destinationArn?: string; readonly format?: string } | undefined;
  readonly canarySettings?: CanarySettings | undefined;
  /** When FlushStageAuthorizersCache was called last: answers of authorizers from before are forgotten. */
  readonly authorizersFlushedAt?: number | undefined;
  /** When FlushStageCache was called last: answers of endpoints from before are forgotten. */
  readonly cacheFlushedAt?: number | undefined;
}

export interface ModelRecord {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  /** The text as it was sent. */
  readonly schema: string;
  readonly description?: string | undefined;
}

export interface RequestValidatorRecord {
  readonly id: string;
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface GatewayResponseRecord {
  readonly responseType: GatewayResponseType;
  readonly statusCode?: string | undefined;
  readonly responseParameters: Texts;
  readonly responseTemplates: Texts;
}

export interface AuthorizerRecord {
  readonly id: string;
  readonly name: string;
  readonly type: AuthorizerType;
  readonly authType: string;
  readonly providerARNs?: readonly string[] | undefined;
  readonly authorizerUri?: string | undefined;
  readonly authorizerCredentials?: string | undefined;
  /** Comma-separated for `REQUEST`. */
  readonly identitySource?: string | undefined;
  readonly identityValidationExpression?: string | undefined;
  /** 0 turns the cache off; absent means 300. */
  readonly authorizerResultTtlInSeconds?: number | undefined;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly value: string;
  readonly enabled: boolean;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
  /** `API/stage`, from before there were usage plans. */
  readonly stageKeys: readonly string[];
  readonly tags: Texts;
  readonly name?: string | undefined;
  readonly customerId?: string | undefined;
  readonly description?: string | undefined;
}

export interface UsagePlanRecord {
  readonly id: string;
  readonly name: string;
  readonly apiStages: readonly ApiStage[];
  readonly tags: Texts;
  readonly description?: string | undefined;
  readonly throttle?: ThrottleSettings | undefined;
  readonly quota?: QuotaSettings | undefined;
  readonly productCode?: string | undefined;
}

/** That a key belongs to a plan. Its name and value are those of the API key. */
export interface UsagePlanKeyRecord {
  readonly id: string;
}

/** What a key used of a plan on a day. */
export interface UsageRecord {
  /** Requests of that day. */
  readonly used: number;
  /** What was left of the quota's period after the day's last request; absent without a quota. */
  readonly remaining?: number | undefined;
}

export interface DocumentationPartRecord {
  readonly id: string;
  readonly location: Location;
  /** JSON text of an object, as it was sent. */
  readonly properties: string;
}

/** A version with its snapshot of the parts. */
export interface DocumentationVersionRecord {
  readonly version: string;
  readonly createdDate: number;
  readonly description?: string | undefined;
  readonly parts: readonly DocumentationPartRecord[];
}
