import { badRequest } from "../control-plane/errors.ts";
import type { Clock } from "../effects.ts";
import { isObject } from "../json-object.ts";
import { apiOf, type Call, textOf } from "./call.ts";

/** The APIs that are being updated in the background. */
export interface ApiUpdates {
  /** The API that the call has made or changed is being updated for so many milliseconds. */
  begin(call: Call, output: unknown, milliseconds: number): void;
  /** Refuses what an API that is being updated refuses. */
  check(call: Call): void;
  /** The output with the status of each API in it that has been updated. */
  shown(call: Call, output: unknown): unknown;
  clear(): void;
}

/**
 * D: RestApi has an `apiStatus`, and `UPDATING` is one of its values. Of the calls only UpdateRestApi is known to be
 * refused meanwhile, with these words (hashicorp/terraform-provider-aws#45905); the others go on.
 */
export function createApiUpdates(clock: Clock): ApiUpdates {
  const untilByApi = new Map<string, number>();
  const withStatus = (region: string, api: unknown): unknown => {
    if (!isObject(api)) return api;
    const until = untilByApi.get(`${region} ${String(api["id"])}`);
    return until === undefined ? api : { ...api, apiStatus: clock() < until ? "UPDATING" : "AVAILABLE" };
  };
  return {
    begin: (call, output, milliseconds) => {
      untilByApi.set(`${call.region} ${apiOf(call, output)}`, clock() + milliseconds);
    },
    check: (call) => {
      if (call.service !== "apigateway" || call.operation !== "UpdateRestApi") return;
      const until = untilByApi.get(`${call.region} ${textOf(call, "restApiId") ?? ""}`);
      if (until === undefined || clock() >= until) return;
      throw badRequest(
        "There is already an update in progress. Please wait until the current update finishes before making another request.",
      );
    },
    shown: ({ service, operation, region }, output) => {
      if (untilByApi.size === 0 || service !== "apigateway" || !isObject(output)) return output;
      if (operation === "GetRestApis") {
        const { items } = output;
        if (!Array.isArray(items)) return output;
        return { ...output, items: items.map((api) => withStatus(region, api)) };
      }
      return answersWithApi.has(operation) ? withStatus(region, output) : output;
    },
    clear: () => untilByApi.clear(),
  };
}

const answersWithApi = new Set([
  "CreateRestApi",
  "GetRestApi",
  "ImportRestApi",
  "PutRestApi",
  "UpdateRestApi",
]);
