import type { Scenario } from "../scenario.ts";
import { apiKey } from "./api-key.ts";
import { deployment } from "./deployment.ts";
import { documentation } from "./documentation.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { integration } from "./integration.ts";
import { integrationResponse } from "./integration-response.ts";
import { method } from "./method.ts";
import { model } from "./model.ts";
import { requestValidator } from "./request-validator.ts";
import { resource } from "./resource.ts";
import { restApi } from "./rest-api.ts";
import { usagePlan } from "./usage-plan.ts";
import { vpcLink } from "./vpc-link.ts";

/** By kind of resource, which is also the name of the file, and by name. */
export const scenarios: Readonly<Record<string, Readonly<Record<string, Scenario>>>> = {
  "api-key": apiKey,
  deployment,
  documentation,
  "gateway-response": gatewayResponse,
  integration,
  "integration-response": integrationResponse,
  method,
  model,
  "request-validator": requestValidator,
  resource,
  "rest-api": restApi,
  "usage-plan": usagePlan,
  "vpc-link": vpcLink,
};
