import type {
  ApiKeySourceType,
  AuthorizerType,
  EndpointType,
  GatewayResponseType,
  IpAddressType,
  SecurityPolicy,
} from "@aws-sdk/client-api-gateway";
import type { ImportedPart } from "../documentation-import.ts";
import type {
  IntegrationRecord,
  IntegrationResponseRecord,
  MethodRecord,
  MethodResponseRecord,
} from "../records.ts";

/**
 * An API as a plain value, without identifiers: what a document says, and what a document is written from. Names
 * stand for what records refer to by identifier.
 */
export interface ApiDescription {
  /** A document may have none. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly version?: string | undefined;
  readonly apiKeySource?: ApiKeySourceType | undefined;
  readonly binaryMediaTypes?: readonly string[] | undefined;
  /** Bytes. */
  readonly minimumCompressionSize?: number | undefined;
  /** JSON text. */
  readonly policy?: string | undefined;
  readonly securityPolicy?: SecurityPolicy | undefined;
  readonly endpoint: EndpointDescription;
  readonly models: readonly ModelDescription[];
  readonly requestValidators: readonly ValidatorDescription[];
  readonly gatewayResponses: readonly GatewayResponseDescription[];
  readonly authorizers: readonly AuthorizerDescription[];
  /** Every path that has methods, or nothing below it. */
  readonly paths: readonly PathDescription[];
  readonly documentation?: DocumentationDescription | undefined;
}

export interface EndpointDescription {
  readonly types?: readonly EndpointType[] | undefined;
  readonly ipAddressType?: IpAddressType | undefined;
  readonly vpcEndpointIds?: readonly string[] | undefined;
  readonly disableExecuteApiEndpoint?: boolean | undefined;
}

export interface ModelDescription {
  readonly name: string;
  readonly contentType: string;
  readonly description?: string | undefined;
  /** The JSON value of the schema; other models are referred to as `schema.ts` says. */
  readonly schema: unknown;
}

export interface ValidatorDescription {
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface GatewayResponseDescription {
  readonly responseType: GatewayResponseType;
  readonly statusCode?: string | undefined;
  readonly responseParameters: { readonly [name: string]: string };
  readonly responseTemplates: { readonly [contentType: string]: string };
}

export interface AuthorizerDescription {
  readonly name: string;
  readonly type: AuthorizerType;
  readonly authType?: string | undefined;
  readonly providerARNs?: readonly string[] | undefined;
  readonly authorizerUri?: string | undefined;
  readonly authorizerCredentials?: string | undefined;
  readonly identitySource?: string | undefined;
  readonly identityValidationExpression?: string | undefined;
  /** Seconds. */
  readonly authorizerResultTtlInSeconds?: number | undefined;
}

export interface PathDescription {
  /** Begins with a slash; `/` is the root. */
  readonly path: string;
  readonly methods: readonly MethodDescription[];
}

export type Authorization =
  | { readonly type: "NONE" | "AWS_IAM" }
  | {
      readonly type: "CUSTOM" | "COGNITO_USER_POOLS";
      /** The name of the authorizer. */
      readonly authorizer: string;
      readonly scopes: readonly string[];
    };

export interface MethodDescription
  extends Pick<
    MethodRecord,
    "httpMethod" | "apiKeyRequired" | "operationName" | "requestParameters" | "requestModels"
  > {
  readonly authorization: Authorization;
  /** The name of the validator. */
  readonly requestValidator?: string | undefined;
  readonly methodResponses: readonly MethodResponseRecord[];
  readonly integration?: IntegrationDescription | undefined;
}

export interface IntegrationDescription
  extends Omit<IntegrationRecord, "integrationResponses" | "cacheNamespace" | "timeoutInMillis"> {
  /** Absent for the usual one, the identifier of the resource. */
  readonly cacheNamespace?: string | undefined;
  /** Absent for the usual one. */
  readonly timeoutInMillis?: number | undefined;
  readonly responses: readonly IntegrationResponseRecord[];
}

export interface DocumentationDescription {
  readonly version?: string | undefined;
  /** ISO 8601, in seconds. */
  readonly createdDate?: string | undefined;
  readonly parts: readonly ImportedPart[];
}
