import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { evaluate } from "../../policy/evaluate.ts";
import { accessOf } from "../authorizer/access.ts";
import type { FindCredential } from "../caller.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { lastValue } from "../mapping/headers.ts";
import { mapRequestParameters } from "../mapping/parameter-mapping.ts";
import type { RequestIds } from "../method-request/request-context.ts";
import type { IntegrationAnswer, MethodRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";

/** What endpoints answered, until it is too old to be used. */
export interface ResponseCache {
  get(key: string, notBefore: number, now: number): IntegrationAnswer | undefined;
  put(key: string, answer: IntegrationAnswer, now: number, until: number): void;
}

/** D, cache settings for REST APIs: larger answers are not kept. */
const maximumAnswerBytes = 1024 * 1024;

/** Bytes of answers kept at most: as the smallest cache cluster has, half a gigabyte, would be more than is needed here. */
const capacity = 64 * 1024 * 1024;

export function createResponseCache(): ResponseCache {
  const entries = new Map<
    string,
    {
      readonly answer: IntegrationAnswer;
      readonly size: number;
      readonly since: number;
      readonly until: number;
    }
  >();
  let kept = 0;
  const forget = (key: string): void => {
    kept -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  };
  return {
    get: (key, notBefore, now) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (now < entry.until && entry.since > notBefore) return entry.answer;
      forget(key);
      return undefined;
    },
    put: (key, answer, now, until) => {
      const { body, stream } = answer.kind === "custom" ? { ...answer, stream: undefined } : answer.response;
      if (stream !== undefined || body.byteLength > maximumAnswerBytes) return;
      forget(key);
      const size = body.byteLength + key.length + 1024;
      entries.set(key, { answer, size, since: now, until });
      kept += size;
      for (const oldest of entries.keys()) {
        if (kept <= capacity) break;
        forget(oldest);
      }
    },
  };
}

/** How a request may use its stage's cache. */
export interface Caching {
  readonly key: string;
  readonly ttlMilliseconds: number;
  /** Answers from before are forgotten (milliseconds since 1970): the stage's cache was flushed. */
  readonly notBefore: number;
  /** Whether the caller wants a fresh answer, and may. */
  readonly isInvalidated: boolean;
  /** Whether it wants one, may not, and is told so. */
  readonly isWarned: boolean;
}

/**
 * D, "Cache settings for REST APIs in API Gateway": with a cache cluster, GET methods when the stage's settings for
 * all methods say so, any method when its own do. `Cache-Control: max-age=0` asks for a fresh answer, for which the
 * caller may have to be authorized.
 *
 * @returns undefined where nothing is cached
 * @throws Refusal `access-denied` for a caller that may not invalidate, where that is to fail
 */
export function cachingOf({
  request,
  stage,
  ids,
  findCredential,
}: {
  readonly request: MethodRequest;
  readonly stage: DeployedStage;
  readonly ids: RequestIds;
  readonly findCredential: FindCredential;
}): Caching | undefined {
  const setting = settingOf(request, stage);
  const ttl = setting?.cacheTtlInSeconds ?? 300;
  if (setting?.cachingEnabled !== true || ttl <= 0) return undefined;
  const wantsFresh = /(?:^|,)\s*max-age=0\s*(?:,|$)/i.test(lastValue(request.headers, "cache-control") ?? "");
  const may =
    setting.requireAuthorizationForCacheControl !== true ||
    mayInvalidate(request, stage, ids, findCredential);
  const strategy = setting.unauthorizedCacheControlHeaderStrategy;
  if (wantsFresh && !may && strategy === "FAIL_WITH_403") {
    throw new Refusal(
      "access-denied",
      `Cache-Control: max-age=0 needs execute-api:InvalidateCache on ${request.method} ${request.resourcePath}: sign the request as one who may, or leave the header out`,
    );
  }
  return {
    key: keyOf(request, stage),
    ttlMilliseconds: ttl * 1000,
    notBefore: stage.cacheFlushedAt ?? 0,
    isInvalidated: wantsFresh && may,
    isWarned: wantsFresh && !may && strategy === "SUCCEED_WITH_RESPONSE_HEADER",
  };
}

/** K: the words; D: that there is a warning. */
export const cacheWarning = [
  "Warning",
  "199 Cache-control headers were ignored because the caller was unauthorized.",
] as const;

function settingOf(request: MethodRequest, { stage }: DeployedStage): MethodSetting | undefined {
  if (stage.cacheClusterEnabled !== true) return undefined;
  const settings = stage.methodSettings ?? {};
  const { resourcePath, methodSettings, method } = request;
  const name = `${resourcePath.replaceAll("/", "~1")}/${methodSettings.httpMethod ?? method}`;
  return settings[name] ?? (method === "GET" ? settings["*/*"] : undefined);
}

/**
 * The integration's cache key parameters, in its namespace: the resource's when it names no other. A canary has answers
 * of its own unless it is to use the stage's (D, CanarySettings: `useStageCache`).
 */
function keyOf(request: MethodRequest, { api, stage, isCanaryRequest }: DeployedStage): string {
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
  const isApart = isCanaryRequest === true && stage.canarySettings?.useStageCache !== true;
  return JSON.stringify([api.id, stage.stageName, isApart, cacheNamespace, request.method, values]);
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
