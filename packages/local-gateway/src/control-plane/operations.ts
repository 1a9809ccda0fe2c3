import type { OperationTable } from "../protocol/rest-json-service.ts";
import * as account from "./account.ts";
import * as apiKey from "./api-key.ts";
import * as authorizer from "./authorizer.ts";
import type { ApiGatewayContext } from "./context.ts";
import * as deployment from "./deployment.ts";
import * as gatewayResponse from "./gateway-response.ts";
import * as integration from "./integration.ts";
import * as integrationResponse from "./integration-response.ts";
import * as method from "./method.ts";
import * as methodResponse from "./method-response.ts";
import * as model from "./model.ts";
import * as requestValidator from "./request-validator.ts";
import * as resource from "./resource.ts";
import * as restApi from "./rest-api.ts";
import * as stage from "./stage.ts";
import * as tags from "./tags.ts";
import * as usagePlan from "./usage-plan.ts";
import * as usagePlanKey from "./usage-plan-key.ts";

/** The operations of API Gateway that are implemented, each a function of the file of its resource. */
export const apiGatewayOperations: OperationTable<ApiGatewayContext> = {
  GetAccount: account.GetAccount,

  CreateRestApi: restApi.CreateRestApi,
  GetRestApi: restApi.GetRestApi,
  GetRestApis: restApi.GetRestApis,
  UpdateRestApi: restApi.UpdateRestApi,
  DeleteRestApi: restApi.DeleteRestApi,

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

  CreateUsagePlan: usagePlan.CreateUsagePlan,
  GetUsagePlan: usagePlan.GetUsagePlan,
  GetUsagePlans: usagePlan.GetUsagePlans,
  UpdateUsagePlan: usagePlan.UpdateUsagePlan,
  DeleteUsagePlan: usagePlan.DeleteUsagePlan,

  CreateUsagePlanKey: usagePlanKey.CreateUsagePlanKey,
  GetUsagePlanKey: usagePlanKey.GetUsagePlanKey,
  GetUsagePlanKeys: usagePlanKey.GetUsagePlanKeys,
  DeleteUsagePlanKey: usagePlanKey.DeleteUsagePlanKey,

  TagResource: tags.TagResource,
  UntagResource: tags.UntagResource,
  GetTags: tags.GetTags,
};
