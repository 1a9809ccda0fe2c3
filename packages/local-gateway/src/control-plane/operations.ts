import type { OperationTable } from "../protocol/operation-table.ts";
import * as account from "./account.ts";
import * as apiKey from "./api-key.ts";
import * as authorizer from "./authorizer.ts";
import * as basePathMapping from "./base-path-mapping.ts";
import * as clientCertificate from "./client-certificate.ts";
import type { ApiGatewayContext } from "./context.ts";
import * as deployment from "./deployment.ts";
import * as documentationImport from "./documentation-import.ts";
import * as documentationPart from "./documentation-part.ts";
import * as documentationVersion from "./documentation-version.ts";
import * as domainName from "./domain-name.ts";
import * as accessAssociation from "./domain-name-access-association.ts";
import * as gatewayResponse from "./gateway-response.ts";
import * as importApiKeys from "./import-api-keys.ts";
import * as integration from "./integration.ts";
import * as integrationResponse from "./integration-response.ts";
import * as method from "./method.ts";
import * as methodResponse from "./method-response.ts";
import * as model from "./model.ts";
import * as modelTemplate from "./model-template.ts";
import * as clone from "./openapi/clone.ts";
import * as openApiExport from "./openapi/export.ts";
import * as openApiImport from "./openapi/import.ts";
import * as requestValidator from "./request-validator.ts";
import * as resource from "./resource.ts";
import * as restApi from "./rest-api.ts";
import * as sdkType from "./sdk-type.ts";
import * as stage from "./stage.ts";
import * as stageCache from "./stage-cache.ts";
import * as tags from "./tags.ts";
import * as testInvoke from "./test-invoke.ts";
import * as usage from "./usage.ts";
import * as usagePlan from "./usage-plan.ts";
import * as usagePlanKey from "./usage-plan-key.ts";
import * as vpcLink from "./vpc-link.ts";

/** The operations of API Gateway that are implemented, each a function of the file of its resource. */
export const apiGatewayOperations: OperationTable<ApiGatewayContext> = {
  GetAccount: account.GetAccount,
  UpdateAccount: account.UpdateAccount,

  CreateRestApi: clone.CreateRestApi,
  GetRestApi: restApi.GetRestApi,
  GetRestApis: restApi.GetRestApis,
  UpdateRestApi: restApi.UpdateRestApi,
  DeleteRestApi: restApi.DeleteRestApi,
  ImportRestApi: openApiImport.ImportRestApi,
  PutRestApi: openApiImport.PutRestApi,
  GetExport: openApiExport.GetExport,
  GetSdk: openApiExport.GetSdk,

  CreateResource: resource.CreateResource,
  GetResource: resource.GetResource,
  GetResources: resource.GetResources,
  UpdateResource: resource.UpdateResource,
  DeleteResource: resource.DeleteResource,

  PutMethod: method.PutMethod,
  GetMethod: method.GetMethod,
  UpdateMethod: method.UpdateMethod,
  DeleteMethod: method.DeleteMethod,

  PutMethodResponse: methodResponse.PutMethodResponse,
  GetMethodResponse: methodResponse.GetMethodResponse,
  UpdateMethodResponse: methodResponse.UpdateMethodResponse,
  DeleteMethodResponse: methodResponse.DeleteMethodResponse,

  PutIntegration: integration.PutIntegration,
  GetIntegration: integration.GetIntegration,
  UpdateIntegration: integration.UpdateIntegration,
  DeleteIntegration: integration.DeleteIntegration,

  PutIntegrationResponse: integrationResponse.PutIntegrationResponse,
  GetIntegrationResponse: integrationResponse.GetIntegrationResponse,
  UpdateIntegrationResponse: integrationResponse.UpdateIntegrationResponse,
  DeleteIntegrationResponse: integrationResponse.DeleteIntegrationResponse,

  CreateDeployment: deployment.CreateDeployment,
  GetDeployment: deployment.GetDeployment,
  GetDeployments: deployment.GetDeployments,
  UpdateDeployment: deployment.UpdateDeployment,
  DeleteDeployment: deployment.DeleteDeployment,

  CreateStage: stage.CreateStage,
  GetStage: stage.GetStage,
  GetStages: stage.GetStages,
  UpdateStage: stage.UpdateStage,
  DeleteStage: stage.DeleteStage,
  FlushStageCache: stageCache.FlushStageCache,
  FlushStageAuthorizersCache: stageCache.FlushStageAuthorizersCache,

  CreateRequestValidator: requestValidator.CreateRequestValidator,
  GetRequestValidator: requestValidator.GetRequestValidator,
  GetRequestValidators: requestValidator.GetRequestValidators,
  UpdateRequestValidator: requestValidator.UpdateRequestValidator,
  DeleteRequestValidator: requestValidator.DeleteRequestValidator,

  CreateModel: model.CreateModel,
  GetModel: model.GetModel,
  GetModels: model.GetModels,
  UpdateModel: model.UpdateModel,
  DeleteModel: model.DeleteModel,

  PutGatewayResponse: gatewayResponse.PutGatewayResponse,
  GetGatewayResponse: gatewayResponse.GetGatewayResponse,
  GetGatewayResponses: gatewayResponse.GetGatewayResponses,
  UpdateGatewayResponse: gatewayResponse.UpdateGatewayResponse,
  DeleteGatewayResponse: gatewayResponse.DeleteGatewayResponse,

  CreateAuthorizer: authorizer.CreateAuthorizer,
  GetAuthorizer: authorizer.GetAuthorizer,
  GetAuthorizers: authorizer.GetAuthorizers,
  UpdateAuthorizer: authorizer.UpdateAuthorizer,
  DeleteAuthorizer: authorizer.DeleteAuthorizer,

  CreateApiKey: apiKey.CreateApiKey,
  GetApiKey: apiKey.GetApiKey,
  GetApiKeys: apiKey.GetApiKeys,
  UpdateApiKey: apiKey.UpdateApiKey,
  DeleteApiKey: apiKey.DeleteApiKey,
  ImportApiKeys: importApiKeys.ImportApiKeys,

  CreateUsagePlan: usagePlan.CreateUsagePlan,
  GetUsagePlan: usagePlan.GetUsagePlan,
  GetUsagePlans: usagePlan.GetUsagePlans,
  UpdateUsagePlan: usagePlan.UpdateUsagePlan,
  DeleteUsagePlan: usagePlan.DeleteUsagePlan,

  CreateUsagePlanKey: usagePlanKey.CreateUsagePlanKey,
  GetUsagePlanKey: usagePlanKey.GetUsagePlanKey,
  GetUsagePlanKeys: usagePlanKey.GetUsagePlanKeys,
  DeleteUsagePlanKey: usagePlanKey.DeleteUsagePlanKey,

  GetUsage: usage.GetUsage,
  UpdateUsage: usage.UpdateUsage,

  CreateVpcLink: vpcLink.CreateVpcLink,
  GetVpcLink: vpcLink.GetVpcLink,
  GetVpcLinks: vpcLink.GetVpcLinks,
  UpdateVpcLink: vpcLink.UpdateVpcLink,
  DeleteVpcLink: vpcLink.DeleteVpcLink,

  GenerateClientCertificate: clientCertificate.GenerateClientCertificate,
  GetClientCertificate: clientCertificate.GetClientCertificate,
  GetClientCertificates: clientCertificate.GetClientCertificates,
  UpdateClientCertificate: clientCertificate.UpdateClientCertificate,
  DeleteClientCertificate: clientCertificate.DeleteClientCertificate,

  CreateDomainName: domainName.CreateDomainName,
  GetDomainName: domainName.GetDomainName,
  GetDomainNames: domainName.GetDomainNames,
  UpdateDomainName: domainName.UpdateDomainName,
  DeleteDomainName: domainName.DeleteDomainName,

  CreateBasePathMapping: basePathMapping.CreateBasePathMapping,
  GetBasePathMapping: basePathMapping.GetBasePathMapping,
  GetBasePathMappings: basePathMapping.GetBasePathMappings,
  UpdateBasePathMapping: basePathMapping.UpdateBasePathMapping,
  DeleteBasePathMapping: basePathMapping.DeleteBasePathMapping,

  CreateDomainNameAccessAssociation: accessAssociation.CreateDomainNameAccessAssociation,
  GetDomainNameAccessAssociations: accessAssociation.GetDomainNameAccessAssociations,
  RejectDomainNameAccessAssociation: accessAssociation.RejectDomainNameAccessAssociation,
  DeleteDomainNameAccessAssociation: accessAssociation.DeleteDomainNameAccessAssociation,

  GetModelTemplate: modelTemplate.GetModelTemplate,

  GetSdkType: sdkType.GetSdkType,
  GetSdkTypes: sdkType.GetSdkTypes,
  CreateDocumentationPart: documentationPart.CreateDocumentationPart,
  GetDocumentationPart: documentationPart.GetDocumentationPart,
  GetDocumentationParts: documentationPart.GetDocumentationParts,
  UpdateDocumentationPart: documentationPart.UpdateDocumentationPart,
  DeleteDocumentationPart: documentationPart.DeleteDocumentationPart,
  ImportDocumentationParts: documentationImport.ImportDocumentationParts,

  CreateDocumentationVersion: documentationVersion.CreateDocumentationVersion,
  GetDocumentationVersion: documentationVersion.GetDocumentationVersion,
  GetDocumentationVersions: documentationVersion.GetDocumentationVersions,
  UpdateDocumentationVersion: documentationVersion.UpdateDocumentationVersion,
  DeleteDocumentationVersion: documentationVersion.DeleteDocumentationVersion,

  TestInvokeMethod: testInvoke.TestInvokeMethod,
  TestInvokeAuthorizer: testInvoke.TestInvokeAuthorizer,

  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  GetTags: tags.GetTags,
};
