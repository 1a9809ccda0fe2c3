import type { CacheClusterSize, CanarySettings } from "@aws-sdk/client-api-gateway";
import { own, without } from "../own.ts";
import { apiGatewaySdk } from "../sdk.ts";
import { badRequest, notFound } from "./errors.ts";
import { methodSettingRules } from "./method-setting.ts";
import {
  type Change,
  entryRules,
  flagOf,
  optionalTextOf,
  type PatchRule,
  type PatchTable,
  type Refusal,
  textOf,
} from "./patch.ts";
import type { StageRecord } from "./records.ts";

/**
 * What UpdateStage may change. The list of legal paths in the refusal is recorded, with the commas that it lacks
 * (test_update_stage_canary_deployment_validation); canary paths are legal though it does not name them.
 *
 * @param checkDeployment throws when there is no such deployment.
 */
export function stagePatch(checkDeployment: (id: string) => string): PatchTable<StageRecord> {
  return {
    refusal,
    rules: [
      {
        path: "/deploymentId",
        replace: (stage, change) => ({ ...stage, deploymentId: checkDeployment(textOf(change)) }),
        copy: (stage, change) => ({ ...stage, deploymentId: canaryOf(stage, change, "deploymentId") }),
      },
      {
        path: "/variables",
        copy: (stage, change) => ({
          ...stage,
          variables: { ...stage.variables, ...canaryOf(stage, change, "stageVariableOverrides") },
        }),
      },
      {
        path: "/description",
        replace: (stage, change) => ({ ...stage, description: optionalTextOf(change) }),
      },
      {
        path: "/cacheClusterEnabled",
        replace: (stage, change) => ({ ...stage, cacheClusterEnabled: flagOf(change) }),
      },
      {
        path: "/cacheClusterSize",
        replace: (stage, change) => ({ ...stage, cacheClusterSize: cacheClusterSizeOf(change) }),
      },
      {
        path: "/clientCertificateId",
        replace: (stage, change) => ({ ...stage, clientCertificateId: optionalTextOf(change) }),
      },
      {
        path: "/documentationVersion",
        replace: (stage, change) => ({ ...stage, documentationVersion: optionalTextOf(change) }),
      },
      { path: "/tracingEnabled", replace: (stage, change) => ({ ...stage, tracingEnabled: flagOf(change) }) },
      { path: "/accessLogSettings", remove: (stage) => ({ ...stage, accessLogSettings: undefined }) },
      {
        path: "/accessLogSettings/destinationArn",
        replace: (stage, change) => ({
          ...stage,
          accessLogSettings: { ...stage.accessLogSettings, destinationArn: textOf(change) },
        }),
      },
      {
        path: "/accessLogSettings/format",
        replace: (stage, change) => ({
          ...stage,
          accessLogSettings: { ...stage.accessLogSettings, format: textOf(change) },
        }),
      },
      entryRules<StageRecord, string>(
        "/variables",
        (stage) => stage.variables,
        (stage, variables) => ({ ...stage, variables }),
        textOf,
        "Invalid stage variable name specified",
      ),
      ...canaryRules(checkDeployment),
      ...methodSettingRules,
    ],
  };
}

/** R: every canary setting is replaced, none added (test_update_stage_canary_deployment_validation). */
function canaryRules(checkDeployment: (id: string) => string): PatchRule<StageRecord>[] {
  const change = (stage: StageRecord, settings: CanarySettings): StageRecord => ({
    ...stage,
    canarySettings: { percentTraffic: 0, useStageCache: false, ...stage.canarySettings, ...settings },
  });
  return [
    {
      path: "/canarySettings",
      remove: (stage) => ({ ...stage, canarySettings: undefined }),
    },
    {
      path: "/canarySettings/deploymentId",
      replace: (stage, { value = "" }) => change(stage, { deploymentId: checkDeployment(value) }),
    },
    {
      path: "/canarySettings/percentTraffic",
      replace: (stage, { value = "" }) => change(stage, { percentTraffic: percentOf(value) }),
    },
    {
      path: "/canarySettings/useStageCache",
      replace: (stage, patch) => change(stage, { useStageCache: flagOf(patch) }),
    },
    {
      path: "/canarySettings/stageVariableOverrides/{name}",
      replace: (stage, { names: [name = ""], value = "" }) =>
        change(stage, {
          stageVariableOverrides: { ...stage.canarySettings?.stageVariableOverrides, [name]: value },
        }),
      remove: (stage, { names: [name = ""] }) => {
        const before = stage.canarySettings?.stageVariableOverrides;
        if (own(before, name) === undefined) throw notFound("Invalid stage variable name specified");
        return change(stage, { stageVariableOverrides: { ...without(before, name) } });
      },
    },
  ];
}

/** A setting of the canary that `copy` promotes to the stage (D: "Promote a canary release"). */
function canaryOf<Name extends "deploymentId" | "stageVariableOverrides">(
  stage: StageRecord,
  { from }: Change,
  name: Name,
): NonNullable<CanarySettings[Name]> {
  const setting = stage.canarySettings?.[name];
  if (from !== `/canarySettings/${name}` || setting === undefined) {
    throw badRequest(`Invalid copy operation from path: ${from ?? ""}`);
  }
  return setting;
}

const refusal: Refusal = ({ op, path }) => {
  if (op === "remove") return cannotRemove(path);
  if (op === "add") return badRequest(`Invalid add operation with path: ${path}`);
  return badRequest(`Invalid method setting path: ${path}. Must be one of: [${legalPaths}]`);
};

function cannotRemove(path: string): ReturnType<Refusal> {
  return badRequest(
    `Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `,
  );
}

function cacheClusterSizeOf({ value }: Change): CacheClusterSize | undefined {
  if (value === undefined || value === "") return undefined;
  const sizes = Object.values(apiGatewaySdk.CacheClusterSize);
  const size = sizes.find((candidate) => candidate === value);
  if (size === undefined)
    throw badRequest(`Invalid cache cluster size specified. Valid options are ${sizes.join(",")}`);
  return size;
}

function percentOf(value: string): number {
  const percent = Number(value);
  if (value === "" || Number.isNaN(percent) || percent < 0 || percent > 100) {
    throw badRequest("percentTraffic must be a number between 0 and 100");
  }
  return percent;
}

const legalPaths = [
  "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, ",
  "/accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, ",
  "/{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, ",
  "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit",
  "/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, ",
  "/{resourcePath}/{httpMethod}/caching/dataEncrypted, ",
  "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, ",
  "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, ",
  "/*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit ",
  "/*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, ",
  "/*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, ",
  "/variables/{variable_name}, /tracingEnabled",
].join("");
