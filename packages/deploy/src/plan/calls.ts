import type {
  AuthorizerState,
  FunctionConfiguration,
  IntegrationResponseState,
  IntegrationState,
  MethodRequest,
  MethodResponseState,
} from "../state.ts";

/**
 * One call that changes something, named as AWS names its operation. Resources are named by path, because their
 * ids are not known before they are made.
 */
export type Call =
  | { readonly operation: "CreateRole"; readonly roleName: string }
  | { readonly operation: "AttachRolePolicy"; readonly roleName: string; readonly policyArn: string }
  | { readonly operation: "DetachRolePolicy"; readonly roleName: string; readonly policyArn: string }
  | { readonly operation: "DeleteRole"; readonly roleName: string }
  | {
      readonly operation: "CreateFunction";
      readonly functionName: string;
      readonly label: string;
      readonly configuration: FunctionConfiguration;
      readonly codeSha256: string;
    }
  | { readonly operation: "UpdateFunctionCode"; readonly functionName: string; readonly codeSha256: string }
  | {
      readonly operation: "UpdateFunctionConfiguration";
      readonly functionName: string;
      readonly configuration: FunctionConfiguration;
    }
  | { readonly operation: "DeleteFunction"; readonly functionName: string }
  | { readonly operation: "AddPermission"; readonly functionName: string }
  | { readonly operation: "RemovePermission"; readonly functionName: string }
  | {
      readonly operation: "CreateRestApi";
      readonly name: string;
      readonly description: string;
      readonly endpointType: string;
      readonly binaryMediaTypes: readonly string[];
    }
  | {
      readonly operation: "UpdateRestApi";
      readonly patch: readonly PatchOperation[];
    }
  | { readonly operation: "DeleteRestApi" }
  | { readonly operation: "CreateAuthorizer"; readonly authorizer: AuthorizerState }
  | {
      readonly operation: "UpdateAuthorizer";
      readonly authorizerName: string;
      readonly patch: readonly PatchOperation[];
    }
  | { readonly operation: "DeleteAuthorizer"; readonly authorizerName: string }
  | {
      readonly operation: "PutGatewayResponse";
      readonly responseType: string;
      readonly responseParameters: { readonly [name: string]: string };
    }
  | { readonly operation: "DeleteGatewayResponse"; readonly responseType: string }
  | { readonly operation: "CreateResource"; readonly path: string }
  | { readonly operation: "DeleteResource"; readonly path: string }
  | (MethodKey & { readonly operation: "PutMethod"; readonly request: MethodRequest })
  | (MethodKey & { readonly operation: "DeleteMethod" })
  | (MethodKey & { readonly operation: "PutIntegration"; readonly integration: IntegrationState })
  | (StatusKey & { readonly operation: "PutMethodResponse"; readonly response: MethodResponseState })
  | (StatusKey & {
      readonly operation: "PutIntegrationResponse";
      readonly response: IntegrationResponseState;
    })
  | (StatusKey & { readonly operation: "DeleteIntegrationResponse" })
  | { readonly operation: "CreateDeployment"; readonly modelHash: string }
  | { readonly operation: "CreateStage"; readonly stageName: string }
  | { readonly operation: "UpdateStage"; readonly stageName: string };

export interface PatchOperation {
  readonly op: "add" | "remove" | "replace";
  readonly path: string;
  /** Absent where the path says it all. */
  readonly value?: string;
}

export interface MethodKey {
  readonly path: string;
  readonly httpMethod: string;
}

export interface StatusKey extends MethodKey {
  readonly statusCode: string;
}
