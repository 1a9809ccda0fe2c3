/**
 * What an API and stage consist of on AWS, in a canonical form: defaults filled in, ids left out, lists sorted.
 * `desired/` makes one from the project, `live.ts` makes one from what is there, both through `normalise.ts`;
 * `plan/` compares the two.
 */

export interface State {
  readonly scope: Scope;
  /** The execution role that is ours; absent when a role was given, or none is there. */
  readonly role?: RoleState;
  /** Sorted by name. */
  readonly functions: readonly FunctionState[];
  readonly restApi?: RestApiState;
  readonly stage?: StageState;
}

/** What a state is the state of: all that differs between two deployments of one project. */
export interface Scope {
  /** The API's name in the project. */
  readonly api: string;
  readonly stage: string;
  readonly region: string;
  readonly accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

export interface RoleState {
  readonly name: string;
  /** ARNs, sorted. */
  readonly managedPolicies: readonly string[];
}

export interface FunctionState {
  /** AWS's name: `shop-prod-place-order`. */
  readonly name: string;
  /** The project's name: `place-order`. */
  readonly label: string;
  readonly configuration: FunctionConfiguration;
  /** SHA-256 of the deployment package, base64. */
  readonly codeSha256: string;
  /** Bytes of the deployment package. */
  readonly codeSize: number;
  /** Whether API Gateway may call it: a statement for this very API, one for another API, or none. */
  readonly permission: "granted" | "stale" | "none";
}

export interface FunctionConfiguration {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  /** Megabytes. */
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly description: string;
  /** Environment variables of ours, `GATEWRIGHT_…`. Others on the function are somebody else's, and left alone. */
  readonly environment: { readonly [name: string]: string };
}

export interface RestApiState {
  readonly name: string;
  readonly description: string;
  readonly endpointType: string;
  /** What is carried as bytes, sorted. */
  readonly binaryMediaTypes: readonly string[];
  /** All resource paths but the root's, sorted. */
  readonly resources: readonly string[];
  /** Sorted by name. */
  readonly authorizers: readonly AuthorizerState[];
  /** The response parameters of the gateway responses that are ours to change, by response type. */
  readonly gatewayResponses: { readonly [responseType: string]: { readonly [name: string]: string } };
  /** Sorted by path, then by HTTP method. */
  readonly methods: readonly MethodState[];
}

export interface AuthorizerState {
  readonly name: string;
  readonly type: string;
  /** The URI of its Lambda function; empty for Amazon Cognito. */
  readonly authorizerUri: string;
  /** Joined by commas. */
  readonly identitySource: string;
  readonly identityValidationExpression: string;
  /** Seconds. */
  readonly authorizerResultTtlInSeconds: number;
  /** ARNs of user pools, sorted. */
  readonly providerARNs: readonly string[];
}

export interface MethodState {
  readonly path: string;
  readonly httpMethod: string;
  readonly request: MethodRequest;
  readonly integration?: IntegrationState;
  /** By status code. */
  readonly methodResponses: { readonly [statusCode: string]: MethodResponseState };
  /** By status code. */
  readonly integrationResponses: { readonly [statusCode: string]: IntegrationResponseState };
}

export interface MethodRequest {
  readonly authorizationType: string;
  readonly apiKeyRequired: boolean;
  /** True when API Gateway itself demands the parameter. */
  readonly requestParameters: { readonly [name: string]: boolean };
  readonly requestModels: { readonly [contentType: string]: string };
  readonly requestValidatorId: string;
  /** The authorizer's name, for its id is not known before it is made. */
  readonly authorizer: string;
  readonly authorizationScopes: readonly string[];
  readonly operationName: string;
}

export interface IntegrationState {
  readonly type: string;
  readonly integrationHttpMethod: string;
  readonly uri: string;
  readonly passthroughBehavior: string;
  readonly requestTemplates: { readonly [contentType: string]: string };
  readonly requestParameters: { readonly [name: string]: string };
  readonly contentHandling: string;
  readonly credentials: string;
  readonly timeoutInMillis: number;
  readonly responseTransferMode: string;
}

export interface MethodResponseState {
  readonly responseParameters: { readonly [name: string]: boolean };
  readonly responseModels: { readonly [contentType: string]: string };
}

export interface IntegrationResponseState {
  /** A Java regular expression on the whole `errorMessage`; empty for the default response. */
  readonly selectionPattern: string;
  readonly responseParameters: { readonly [name: string]: string };
  readonly responseTemplates: { readonly [contentType: string]: string };
  readonly contentHandling: string;
}

export interface StageState {
  readonly name: string;
  /** The hash of the REST API that the stage's deployment was made from; empty when the deployment is not ours. */
  readonly modelHash: string;
}
