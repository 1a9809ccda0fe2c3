import type { RequestRecord } from "../data-plane/index.ts";
import { jsonPage } from "../protocol/json-answer.ts";
import type { RawResponse } from "../raw-http.ts";
import type { Metrics } from "./metrics.ts";
import type { RequestRing } from "./ring.ts";
import { summaryOf, viewOf } from "./view.ts";

/**
 * What stands below `/_gatewright` about requests: `requests`, the last ones, newest first, told apart by `api`,
 * `stage`, `status` (`403` or `4xx`) and `limit`; `requests/{requestId}`, one of them whole; and `metrics`. Undefined
 * for any other path.
 */
export function explainPage(
  request: { readonly method: string; readonly rawQuery: string },
  path: string,
  ring: RequestRing,
  metrics: Metrics,
): RawResponse | undefined {
  const [, page, requestId] = /^\/_gatewright\/(requests|metrics)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (page === undefined || (page === "metrics" && requestId !== undefined)) return undefined;
  if (request.method !== "GET") return jsonPage(405, { message: `${path} can only be read: GET it` });
  if (page === "metrics") return jsonPage(200, { metrics: metrics.list() });
  if (requestId !== undefined) return onePage(requestId, ring);
  const filter = readFilter(new URLSearchParams(request.rawQuery));
  if (typeof filter === "string") return jsonPage(400, { message: filter });
  const found = ring.list().filter(filter.takes).slice(0, filter.limit);
  return jsonPage(200, { requests: found.map(summaryOf) });
}

function onePage(requestId: string, ring: RequestRing): RawResponse {
  const found = ring.find(requestId);
  if (found !== undefined) return jsonPage(200, viewOf(found));
  const message = `no request ${JSON.stringify(requestId)} is remembered; /_gatewright/requests lists those that are`;
  return jsonPage(404, { message });
}

interface Filter {
  readonly takes: (record: RequestRecord) => boolean;
  readonly limit: number;
}

const names: readonly string[] = ["api", "stage", "status", "limit"];

/** The filter, or what is wrong with it. */
function readFilter(query: URLSearchParams): Filter | string {
  const wrong = [...query.keys()].find((name) => !names.includes(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is no filter; there are ${names.join(", ")}`;
  const [api, stage, status] = ["api", "stage", "status"].map((name) => query.get(name));
  if (status !== null && status !== undefined && !/^[1-9](?:\d\d|xx)$/i.test(status)) {
    return `status is ${JSON.stringify(status)}; give one such as 403, or a class such as 4xx`;
  }
  const limit = query.get("limit") ?? "50";
  if (!/^[1-9]\d{0,5}$/.test(limit)) return `limit is ${JSON.stringify(limit)}; give a number from 1 on`;
  const digits = status?.replace(/xx$/i, "") ?? "";
  return {
    takes: (record) =>
      record.restApiId === (api ?? record.restApiId) &&
      record.stageName === (stage ?? record.stageName) &&
      String(record.status).startsWith(digits),
    limit: Number(limit),
  };
}
