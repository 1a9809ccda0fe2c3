import type { QuotaSettings, ThrottleSettings } from "@aws-sdk/client-api-gateway";
import type { Eventually } from "../../eventually.ts";
import { masking } from "../context/masking.ts";
import type { DeployedStage } from "../deployed-stage.ts";
import { lastValue } from "../mapping/headers.ts";
import { methodSettingOf } from "../method-setting.ts";
import type { AuthorizedRequest, MeteredRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import type { Throttles } from "./throttle.ts";

/** The API keys and usage plans as they are now: unlike methods, they are in force without a deployment. */
export interface ApiKeys {
  /** The key of a value, if it may be used for a stage. */
  find(value: string, restApiId: string, stageName: string): FoundApiKey;
  /** Counts a request, unless nothing is left of the plan's quota; tells whether it was counted. */
  use(key: PlannedApiKey, now: number): Promise<boolean>;
}

export type FoundApiKey =
  | { readonly kind: "key"; readonly key: PlannedApiKey }
  /** In plain words, for the request's record. */
  | { readonly kind: "none"; readonly reason: string };

/** An API key that may be used for a stage. */
export interface PlannedApiKey {
  readonly id: string;
  readonly value: string;
  readonly region: string;
  /** Absent for a key that names the stage itself, as keys did before there were usage plans. */
  readonly usagePlanId?: string;
  readonly throttle?: ThrottleSettings | undefined;
  readonly quota?: QuotaSettings | undefined;
  /** By resource path and method, such as `/orders/{id}/GET`. */
  readonly methodThrottles: Readonly<Record<string, ThrottleSettings>>;
}

/** What API keys and throttles are held against. */
export interface Limits {
  readonly apiKeys: ApiKeys;
  readonly throttles: Throttles;
}

export interface UsagePlanInput {
  readonly request: AuthorizedRequest;
  readonly stage: DeployedStage;
  readonly limits: Limits;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Asks for an API key where the method needs one, and holds the request against the key's throttle, the stage's and
 * the key's quota, in this order (D, throttle requests to your REST APIs: first per client, then per method of the
 * stage). Only requests that are let through count.
 */
export function usagePlan(input: UsagePlanInput): Eventually<MeteredRequest> {
  const key = input.request.methodSettings.apiKeyRequired === true ? apiKeyOf(input) : undefined;
  if (key !== undefined) throttleKey(key, input);
  throttleMethod(input);
  return key === undefined ? { ...input.request, apiKey: undefined } : counted(key, input);
}

async function counted(
  key: PlannedApiKey,
  { request, stage, limits, now }: UsagePlanInput,
): Promise<MeteredRequest> {
  if (!(await limits.apiKeys.use(key, now))) {
    const { limit, period } = key.quota ?? {};
    throw new Refusal(
      "quota-exceeded",
      `API key ${key.id} has used up its quota of usage plan ${key.usagePlanId} for ${stage.stage.stageName}: ${limit} a ${period}; aws apigateway update-usage gives it more`,
      {
        // D, re:Post "troubleshoot Exceeded quota limit"
        logged: `API Key ${masking(key.value)} exceeded quota limit for API Stage ${placeOf(request)}: Key quota exhausted for Usage Plan ID ${key.usagePlanId}. Quota Limit: ${limit} Period: ${period}`,
      },
    );
  }
  return { ...request, apiKey: { id: key.id, value: key.value } };
}

function apiKeyOf({ request, stage, limits }: UsagePlanInput): PlannedApiKey {
  const fromAuthorizer = stage.api.apiKeySource === "AUTHORIZER";
  const value = fromAuthorizer
    ? request.caller.kind === "lambda"
      ? request.caller.usageIdentifierKey
      : undefined
    : lastValue(request.headers, "x-api-key");
  if (value === undefined || value === "") {
    const where = fromAuthorizer
      ? "the authorizer answered no usageIdentifierKey"
      : "there is no x-api-key header";
    throw notAuthorized(`the method needs an API key, and ${where}`, "", request);
  }
  const found = limits.apiKeys.find(value, request.raw.restApiId, request.raw.stageName);
  if (found.kind === "none") throw notAuthorized(found.reason, value, request);
  return found.key;
}

/** C, as people quote the log of a key without a plan; K that it says so of any other key, too. */
function notAuthorized(reason: string, key: string, request: AuthorizedRequest): Refusal {
  const method = `${request.methodSettings.httpMethod ?? request.method} ${request.resourcePath}`;
  return new Refusal("invalid-api-key", reason, {
    logged: `API Key ${masking(key)} not authorized because method '${method}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${placeOf(request)}: No Usage Plan found for key and API Stage`,
  });
}

/** A plan's own limit holds for a key over all the plan's stages; one for a method takes its place there. */
function throttleKey(key: PlannedApiKey, { request, limits, now }: UsagePlanInput): void {
  const { restApiId, stageName } = request.raw;
  const { resourcePath, method, methodSettings } = request;
  const [name, ofMethod] = throttleOf(key, resourcePath, [method, methodSettings.httpMethod ?? method]) ?? [];
  const bucket = name === undefined ? [] : [restApiId, stageName, name];
  const limit = ofMethod ?? key.throttle;
  if (
    limit === undefined ||
    limits.throttles.take(["plan", key.usagePlanId ?? "", key.id, ...bucket], limit, now)
  )
    return;
  throw new Refusal(
    "throttled",
    `API key ${key.id} is over the throttle of usage plan ${key.usagePlanId}: ${printed(limit)}`,
    {
      // D, re:Post "troubleshoot Exceeded throttle limit"
      logged: `API Key ${masking(key.value)} exceeded throttle limit for API Stage ${placeOf(request)}: Key throttle limit exceeded for Usage Plan ID ${key.usagePlanId}, ${exceeded(limit, request)}`,
    },
  );
}

/**
 * The stage's settings for the method, or else for all methods; each method is counted for itself. Less than nothing is
 * no limit (C: what Terraform's provider sets to disable throttling, -1).
 */
function throttleMethod({ request, stage, limits, now }: UsagePlanInput): void {
  const setting = methodSettingOf(request, stage);
  const { throttlingRateLimit: rateLimit = -1, throttlingBurstLimit: burstLimit = -1 } = setting ?? {};
  if (rateLimit < 0 || burstLimit < 0) return;
  const limit = { rateLimit, burstLimit };
  const { restApiId, stageName } = request.raw;
  // Of a method that is there as `ANY`, the one that it is this time: a stage's settings name them one by one.
  const name = `${request.resourcePath}/${request.method}`;
  if (limits.throttles.take(["stage", restApiId, stageName, name], limit, now)) return;
  throw new Refusal("throttled", `${name} is over the throttle of stage ${stageName}: ${printed(limit)}`, {
    // C, as people quote it
    logged: `Key throttle limit exceeded for ${exceeded(limit, request)}`,
  });
}

function exceeded({ rateLimit = 0, burstLimit = 0 }: ThrottleSettings, request: AuthorizedRequest): string {
  const { raw, resourceId, methodSettings } = request;
  const method = methodSettings.httpMethod ?? request.method;
  return `RestApi ${raw.restApiId}, Stage ${raw.stageName}, Resource ${resourceId}, HttpMethod ${method}. Limit: ${rateLimit.toFixed(2)} Burst: ${burstLimit}`;
}

function placeOf({ raw }: AuthorizedRequest): string {
  return `${raw.restApiId}/${raw.stageName}`;
}

/** The throttle of the first of some methods that has one of its own, and its name. */
function throttleOf(
  { methodThrottles }: PlannedApiKey,
  resourcePath: string,
  methods: readonly string[],
): readonly [name: string, throttle: ThrottleSettings] | undefined {
  const all = Object.entries(methodThrottles);
  for (const method of methods) {
    const found = all.find(([name]) => plainly(name) === plainly(`${resourcePath}/${method}`));
    if (found !== undefined) return found;
  }
  return undefined;
}

function plainly(name: string): string {
  return name.replace(/^\/+/, "");
}

function printed({ rateLimit = 0, burstLimit = 0 }: ThrottleSettings): string {
  return `${rateLimit} a second, ${burstLimit} at once`;
}
