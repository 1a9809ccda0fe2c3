import { apiGatewaySdk } from "../sdk.ts";
import { badRequest } from "./errors.ts";
import {
  type Change,
  entryRules,
  flagOf,
  optionalTextOf,
  type PatchTable,
  refusePlainly,
  textOf,
} from "./patch.ts";
import type { IntegrationRecord, IntegrationResponseRecord } from "./records.ts";

/** What UpdateIntegration may change (D: patch operations of the API reference). */
export const integrationPatch: PatchTable<IntegrationRecord> = {
  refusal: refusePlainly,
  rules: [
    { path: "/uri", replace: (integration, change) => ({ ...integration, uri: optionalTextOf(change) }) },
    {
      path: "/httpMethod",
      replace: (integration, change) => ({ ...integration, httpMethod: optionalTextOf(change) }),
    },
    {
      path: "/credentials",
      replace: (integration, change) => ({ ...integration, credentials: optionalTextOf(change) }),
    },
    {
      path: "/passthroughBehavior",
      replace: (integration, change) => ({ ...integration, passthroughBehavior: textOf(change) }),
    },
    {
      path: "/timeoutInMillis",
      replace: (integration, change) => ({ ...integration, timeoutInMillis: Number(textOf(change)) }),
    },
    {
      path: "/cacheNamespace",
      replace: (integration, change) => ({ ...integration, cacheNamespace: textOf(change) }),
    },
    {
      path: "/cacheKeyParameters/{name}",
      add: (integration, { names: [name = ""] }) => ({
        ...integration,
        cacheKeyParameters: [...integration.cacheKeyParameters.filter((other) => other !== name), name],
      }),
      remove: (integration, { names: [name] }) => ({
        ...integration,
        cacheKeyParameters: integration.cacheKeyParameters.filter((other) => other !== name),
      }),
    },
    {
      path: "/contentHandling",
      replace: (integration, change) => ({
        ...integration,
        contentHandling: oneOf(Object.values(apiGatewaySdk.ContentHandlingStrategy), change),
      }),
    },
    {
      path: "/connectionType",
      replace: (integration, change) => ({
        ...integration,
        connectionType: oneOf(Object.values(apiGatewaySdk.ConnectionType), change),
      }),
    },
    {
      path: "/connectionId",
      replace: (integration, change) => ({ ...integration, connectionId: optionalTextOf(change) }),
    },
    {
      path: "/integrationTarget",
      replace: (integration, change) => ({ ...integration, integrationTarget: optionalTextOf(change) }),
    },
    {
      path: "/responseTransferMode",
      replace: (integration, change) => ({
        ...integration,
        responseTransferMode: oneOf(Object.values(apiGatewaySdk.ResponseTransferMode), change),
      }),
    },
    {
      path: "/tlsConfig/insecureSkipVerification",
      replace: (integration, change) => ({
        ...integration,
        tlsConfig: { ...integration.tlsConfig, insecureSkipVerification: flagOf(change) },
      }),
    },
    entryRules<IntegrationRecord, string>(
      "/requestParameters",
      (integration) => integration.requestParameters,
      (integration, requestParameters) => ({ ...integration, requestParameters }),
      textOf,
      "Invalid parameter name specified",
    ),
    entryRules<IntegrationRecord, string>(
      "/requestTemplates",
      (integration) => integration.requestTemplates,
      (integration, requestTemplates) => ({ ...integration, requestTemplates }),
      textOf,
      "Content-Type specified was not found",
    ),
  ],
};

/** What UpdateIntegrationResponse may change (D: patch operations of the API reference). */
export const integrationResponsePatch: PatchTable<IntegrationResponseRecord> = {
  refusal: refusePlainly,
  rules: [
    {
      path: "/selectionPattern",
      replace: (response, change) => ({ ...response, selectionPattern: textOf(change) }),
    },
    {
      path: "/contentHandling",
      replace: (response, change) => ({
        ...response,
        contentHandling: oneOf(Object.values(apiGatewaySdk.ContentHandlingStrategy), change),
      }),
    },
    entryRules<IntegrationResponseRecord, string>(
      "/responseParameters",
      (response) => response.responseParameters,
      (response, responseParameters) => ({ ...response, responseParameters }),
      textOf,
      "Invalid parameter name specified",
    ),
    entryRules<IntegrationResponseRecord, string>(
      "/responseTemplates",
      (response) => response.responseTemplates,
      (response, responseTemplates) => ({ ...response, responseTemplates }),
      textOf,
      "Content-Type specified was not found",
    ),
  ],
};

/** One of some values, or nothing when the patch gives none. The words are general knowledge. */
function oneOf<V extends string>(values: readonly V[], change: Change): V | undefined {
  if (change.value === undefined || change.value === "") return undefined;
  const found = values.find((value) => value === change.value);
  if (found === undefined) {
    throw badRequest(
      `Invalid value ${change.value} for ${change.path}. Must be one of: [${values.join(", ")}]`,
    );
  }
  return found;
}
