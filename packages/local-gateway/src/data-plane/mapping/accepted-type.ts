import { type Headers, lastValue, mediaType } from "./headers.ts";

/**
 * The key of what is there for the first type of a request's Accept header; else that for `application/json`, else the
 * first (D, "Select a VTL mapping template"); undefined when there is nothing.
 */
export function acceptedType(
  byType: Readonly<Record<string, unknown>>,
  requestHeaders: Headers,
): string | undefined {
  const types = Object.keys(byType);
  if (types.length === 0) return undefined;
  const accepted = mediaType(lastValue(requestHeaders, "accept")) ?? json;
  return [accepted, json].find((type) => types.includes(type)) ?? types[0];
}

const json = "application/json";
