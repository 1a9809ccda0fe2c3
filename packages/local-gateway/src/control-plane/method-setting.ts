import type { MethodSetting, UnauthorizedCacheControlHeaderStrategy } from "@aws-sdk/client-api-gateway";
import { own, without } from "../own.ts";
import { apiGatewaySdk } from "../sdk.ts";
import { badRequest } from "./errors.ts";
import { type Change, flagOf, type PatchRule, textOf } from "./patch.ts";
import type { StageRecord } from "./records.ts";

/** R: what a method's settings are when only one was set (test_update_stage_remove_wildcard). */
const defaults: MethodSetting = {
  cacheDataEncrypted: false,
  cacheTtlInSeconds: 300,
  cachingEnabled: false,
  dataTraceEnabled: false,
  metricsEnabled: false,
  requireAuthorizationForCacheControl: true,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

const settings: { readonly [path: string]: (change: Change) => MethodSetting } = {
  "metrics/enabled": (change) => ({ metricsEnabled: flagOf(change) }),
  "logging/dataTrace": (change) => ({ dataTraceEnabled: flagOf(change) }),
  "logging/loglevel": (change) => ({ loggingLevel: textOf(change) }),
  "throttling/burstLimit": (change) => ({ throttlingBurstLimit: numberOf(change) }),
  "throttling/rateLimit": (change) => ({ throttlingRateLimit: numberOf(change) }),
  "caching/enabled": (change) => ({ cachingEnabled: flagOf(change) }),
  "caching/ttlInSeconds": (change) => ({ cacheTtlInSeconds: numberOf(change) }),
  "caching/dataEncrypted": (change) => ({ cacheDataEncrypted: flagOf(change) }),
  "caching/requireAuthorizationForCacheControl": (change) => ({
    requireAuthorizationForCacheControl: flagOf(change),
  }),
  "caching/unauthorizedCacheControlHeaderStrategy": (change) => ({
    unauthorizedCacheControlHeaderStrategy: strategyOf(change),
  }),
};

/** `/{resourcePath}/{httpMethod}/…` of a stage's patch, `*` included. */
export const methodSettingRules: readonly PatchRule<StageRecord>[] = [
  ...Object.entries(settings).map(
    ([path, read]): PatchRule<StageRecord> => ({
      path: `/{resourcePath}/{httpMethod}/${path}`,
      replace: (stage, change) => {
        const key = keyOf(change);
        const before = own(stage.methodSettings, key) ?? own(stage.methodSettings, "*/*") ?? defaults;
        return {
          ...stage,
          methodSettings: { ...stage.methodSettings, [key]: { ...before, ...read(change) } },
        };
      },
    }),
  ),
  {
    path: "/{resourcePath}/{httpMethod}",
    remove: (stage, change) => {
      if (own(stage.methodSettings, keyOf(change)) === undefined) {
        throw badRequest(
          `Cannot remove method setting ${keyOf(change)} because there is no method setting for this method `,
        );
      }
      return { ...stage, methodSettings: without(stage.methodSettings, keyOf(change)) };
    },
  },
];

/** The first two parts of the path as they were sent: a resource path keeps its `~1`. */
function keyOf(change: Change): string {
  return change.path.split("/").slice(1, 3).join("/");
}

function numberOf(change: Change): number {
  const number = Number(textOf(change));
  if (textOf(change) === "" || Number.isNaN(number)) {
    throw badRequest(`Invalid value ${textOf(change)} for ${change.path}: it must be a number`);
  }
  return number;
}

function strategyOf(change: Change): UnauthorizedCacheControlHeaderStrategy {
  const values = Object.values(apiGatewaySdk.UnauthorizedCacheControlHeaderStrategy);
  const found = values.find((value) => value === change.value);
  if (found === undefined) {
    throw badRequest(
      `Invalid value ${textOf(change)} for ${change.path}. Must be one of: [${values.join(", ")}]`,
    );
  }
  return found;
}
