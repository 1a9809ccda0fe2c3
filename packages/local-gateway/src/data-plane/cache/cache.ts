import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { evaluate } from "../../policy/evaluate.ts";
import type { FindCredential } from "../caller.ts";
import { accessOf } from "../context/access.ts";
import type { RequestIds } from "../context/request-context.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { lastValue } from "../mapping/headers.ts";
import { mapRequestParameters } from "../mapping/parameter-mapping.ts";
import { ownSettingOf } from "../method-setting.ts";
import type { IntegrationAnswer, MethodRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { ResponseCache } from "./response-cache.ts";

export interface CacheInput {
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  /** What `cacheSettingOf` says. */
  readonly setting: CacheSetting;
  readonly responses: ResponseCache;
  readonly findCredential: FindCredential;
}

export type CacheAnswer = CacheUse &
  (
    | { readonly kind: "hit"; readonly answer: IntegrationAnswer }
    /** The integration is asked, and its answer kept. */
    | { readonly kind: "miss"; readonly key: string; readonly until: number }
  );

interface CacheUse {
  /** Whether the caller wants a fresh answer, and may. */
  readonly isInvalidated: boolean;
  /** Whether it wants one, may not, and is told so. */
  readonly isWarned: boolean;
}

/**
 * `Cache-Control: max-age=0` asks for a fresh answer, for which the caller may have to be authorized (D, "Cache
 * settings for REST APIs in API Gateway").
 *
 * @throws Refusal `access-denied` for a caller that may not invalidate, where that is to fail
 */
export function cache({ request, stage, ids, setting, responses, findCredential }: CacheInput): CacheAnswer {
  const wantsFresh = /(?:^|,)\s*max-age=0\s*(?:,|$)/i.test(lastValue(request.headers, "cache-control") ?? "");
  const may = !setting.isAuthorized || mayInvalidate(request, stage, ids, findCredential);
  if (wantsFresh && !may && setting.strategy === "FAIL_WITH_403") {
    throw new Refusal(
      "access-denied",
      `Cache-Control: max-age=0 needs execute-api:InvalidateCache on ${request.method} ${request.resourcePath}: sign the request as one who may, or leave the header out`,
    );
  }
  const isInvalidated = wantsFresh && may;
  const isWarned = wantsFresh && !may && setting.strategy === "SUCCEED_WITH_RESPONSE_HEADER";
  const key = keyOf(request, stage);
  const answer = isInvalidated ? undefined : responses.get(key, stage.cacheFlushedAt, ids.receivedAt);
  if (answer !== undefined) return { kind: "hit", answer, isInvalidated, isWarned };
  return { kind: "miss", key, until: ids.receivedAt + setting.ttlMilliseconds, isInvalidated, isWarned };
}

/** How a stage caches the answers to a method. */
export interface CacheSetting {
  readonly ttlMilliseconds: number;
  /** Whether a caller has to be authorized to ask for a fresh answer. */
  readonly isAuthorized: boolean;
  /** What becomes of one that is not. */
  readonly strategy: MethodSetting["unauthorizedCacheControlHeaderStrategy"];
}

/**
 * With a cache cluster, GET methods are cached when the stage's settings for all methods say so, any method when its
 * own do (D, "Cache settings for REST APIs in API Gateway").
 *
 * @returns undefined where nothing is cached
 */
export function cacheSettingOf(
  request: MethodRequest,
  { stage, isCanaryRequest }: DeployedStage,
): CacheSetting | undefined {
  if (stage.cacheClusterEnabled !== true) return undefined;
  const settings = stage.methodSettings ?? {};
  const setting = ownSettingOf(request, settings) ?? (request.method === "GET" ? settings["*/*"] : undefined);
  const ttl = setting?.cacheTtlInSeconds ?? 300;
  if (setting?.cachingEnabled !== true || ttl <= 0) return undefined;
  // D, API Gateway canary release deployments: a canary uses the stage's cache when it is told to
  if (isCanaryRequest === true && stage.canarySettings?.useStageCache !== true) return undefined;
  return {
    ttlMilliseconds: ttl * 1000,
    isAuthorized: setting.requireAuthorizationForCacheControl === true,
    strategy: setting.unauthorizedCacheControlHeaderStrategy,
  };
}

/** K: the words; D: that there is a warning. */
export const cacheWarning = [
  "Warning",
  "199 Cache-control headers were ignored because the caller was unauthorized.",
] as const;

/** The integration's cache key parameters, in its namespace: the resource's when it names no other. */
function keyOf(request: MethodRequest, { api, stage, snapshot, isCanaryRequest }: DeployedStage): string {
  const { cacheNamespace = request.resourceId, cacheKeyParameters = [] } = request.integration;
  const sources = Object.fromEntries(
    cacheKeyParameters.map((parameter, index) => [
      `integration.request.header.${index}`,
      request.integration.requestParameters?.[parameter] ?? parameter,
    ]),
  );
  const variables = { context: request.context, stageVariables: stage.variables ?? {} };
  const { header } = mapRequestParameters(sources, request, variables);
  const values = cacheKeyParameters.map((parameter, index) => [parameter, header[index] ?? null]);
  // D, API Gateway canary release deployments: "responses for production and canary requests are cached separately"
  const canary = isCanaryRequest === true ? [snapshot.deploymentId] : [];
  return JSON.stringify([api.id, stage.stageName, cacheNamespace, request.method, values, ...canary]);
}

function mayInvalidate(
  request: MethodRequest,
  stage: DeployedStage,
  ids: RequestIds,
  findCredential: FindCredential,
): boolean {
  const { caller } = request;
  if (caller.kind !== "iam") return false;
  const policies = findCredential(caller.accessKey)?.policies;
  if (policies === undefined) return true;
  const { principal: _, ...access } = accessOf(request, stage, ids, caller);
  const asked = { ...access, action: "execute-api:InvalidateCache" };
  const decisions = policies.map((policy) => evaluate(policy, asked));
  return decisions.includes("allow") && !decisions.includes("deny");
}
