import type { Scenario } from "../scenario.ts";
import { apiKey } from "./api-key.ts";
import { authorizer } from "./authorizer.ts";
import { canary } from "./canary.ts";
import { deployment } from "./deployment.ts";
import { documentation } from "./documentation.ts";
import { exported } from "./export.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { headerMapping } from "./header-mapping.ts";
import { http } from "./http.ts";
import { imported } from "./import.ts";
import { integration } from "./integration.ts";
import { integrationResponse } from "./integration-response.ts";
import { lambda } from "./lambda.ts";
import { method } from "./method.ts";
import { mock } from "./mock.ts";
import { model } from "./model.ts";
import { requestIds } from "./request-ids.ts";
import { requestValidation } from "./request-validation.ts";
import { requestValidator } from "./request-validator.ts";
import { resource } from "./resource.ts";
import { restApi } from "./rest-api.ts";
import { routing } from "./routing.ts";
import { stage } from "./stage.ts";
import { testInvoke } from "./test-invoke.ts";
import { usagePlan } from "./usage-plan.ts";
import { vpcLink } from "./vpc-link.ts";

/** By kind of resource, which is also the name of the file, and by name. */
export const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  "api-key": apiKey,
  authorizer,
  canary,
  deployment,
  documentation,
  export: exported,
  "gateway-response": gatewayResponse,
  "header-mapping": headerMapping,
  http,
  import: imported,
  integration,
  "integration-response": integrationResponse,
  lambda,
  method,
  mock,
  model,
  "request-ids": requestIds,
  "request-validation": requestValidation,
  "request-validator": requestValidator,
  resource,
  "rest-api": restApi,
  routing,
  stage,
  "test-invoke": testInvoke,
  "usage-plan": usagePlan,
  "vpc-link": vpcLink,
};
