import type { RequestRecord } from "../data-plane/index.ts";
import { boxOf } from "../data-plane/request-record.ts";

/**
 * API Gateway's metrics (D, "Amazon API Gateway dimensions and metrics"), by API, stage and method, since the start.
 */
export interface Metrics {
  add(record: RequestRecord): void;
  list(): readonly MethodMetrics[];
}

export interface MethodMetrics {
  readonly api: string;
  readonly stage: string;
  readonly method: string;
  /** Such as `/orders/{id}`; absent for requests that found no method. */
  readonly resource?: string;
  Count: number;
  "4XXError": number;
  "5XXError": number;
  /** Of methods whose answers are kept. */
  CacheHitCount?: number;
  CacheMissCount?: number;
  readonly Latency: Statistic;
  readonly IntegrationLatency: Statistic;
}

/** Milliseconds, as CloudWatch's statistics have them. */
export interface Statistic {
  SampleCount: number;
  Sum: number;
  Minimum: number;
  Maximum: number;
}

/** A caller may ask for any API and method that is not there; their sums are not counted apart beyond this. */
const maximumMethods = 10_000;

export function createMetrics(): Metrics {
  const all = new Map<string, MethodMetrics>();
  return {
    add: (record) => {
      const { restApiId, stageName, method, resourcePath, status, milliseconds } = record;
      const key = `${restApiId}/${stageName}/${method} ${resourcePath ?? ""}`;
      let metrics = all.get(key);
      if (metrics === undefined) {
        if (all.size >= maximumMethods) return;
        metrics = {
          api: restApiId,
          stage: stageName,
          method,
          ...(resourcePath !== undefined && { resource: resourcePath }),
          Count: 0,
          "4XXError": 0,
          "5XXError": 0,
          Latency: noSamples(),
          IntegrationLatency: noSamples(),
        };
        all.set(key, metrics);
      }
      metrics.Count += 1;
      if (status >= 400 && status < 500) metrics["4XXError"] += 1;
      if (status >= 500) metrics["5XXError"] += 1;
      const looked = boxOf(record.boxes, "cache")?.outcome;
      if (looked?.kind === "passed") {
        const name = looked.output.kind === "miss" ? "CacheMissCount" : "CacheHitCount";
        metrics[name] = (metrics[name] ?? 0) + 1;
      }
      sample(metrics.Latency, milliseconds);
      const integration = boxOf(record.boxes, "integration");
      if (integration !== undefined) sample(metrics.IntegrationLatency, integration.milliseconds);
    },
    list: () => [...all.values()],
  };
}

function noSamples(): Statistic {
  return { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 };
}

function sample(statistic: Statistic, value: number): void {
  statistic.Minimum = statistic.SampleCount === 0 ? value : Math.min(statistic.Minimum, value);
  statistic.Maximum = Math.max(statistic.Maximum, value);
  statistic.SampleCount += 1;
  statistic.Sum += value;
}
