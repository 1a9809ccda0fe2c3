import type { FindDomain } from "../destination.ts";
import type { Reader } from "../store/store.ts";
import { basePathMappings, type DomainNameRecord, domainNames } from "./account-records.ts";

/**
 * Makes the function that finds what a custom domain name maps a path to: the longest base path that the path begins
 * with, or the empty one (D, set up API mappings and base path mappings). A mapping without a stage takes the stage
 * from the next part of the path.
 */
export function createFindDomain(store: Reader): FindDomain {
  return (host, urlPath) => {
    const [key, domain] = nearest(store, host) ?? [];
    if (key === undefined) return undefined;
    const mapping = (takesMappings(domain) ? store.list(basePathMappings, ...key) : [])
      .map((mapping) => ({ ...mapping, prefix: mapping.basePath === "(none)" ? "" : `/${mapping.basePath}` }))
      .filter(({ prefix }) => prefix === "" || urlPath === prefix || urlPath.startsWith(`${prefix}/`))
      .toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
    // No API has the empty id: the data plane answers as it does for one that is not there.
    if (mapping === undefined) {
      return { restApiId: "", stageName: "", rawPath: urlPath, basePath: "", basePathMatched: "" };
    }
    const { restApiId, prefix, basePath: basePathMatched, stage = "" } = mapping;
    const rest = urlPath.slice(prefix.length);
    if (stage !== "") {
      return { restApiId, stageName: stage, rawPath: rest, basePath: prefix, basePathMatched };
    }
    // Slashes before the stage do not count, as on an API's own host.
    const [, slashes = "", stageName = "", rawPath = ""] = /^(\/+)([^/]*)(.*)$/s.exec(rest) ?? [];
    return { restApiId, stageName, rawPath, basePath: `${prefix}${slashes}${stageName}`, basePathMatched };
  };
}

/**
 * D, set the routing mode: there are routing rules in API Gateway V2 only, so that nothing is left without mappings.
 */
function takesMappings(domain: DomainNameRecord | undefined): boolean {
  return domain?.routingMode !== "ROUTING_RULE_ONLY";
}

/** The domain name itself, or else a wildcard that takes its first label (D, wildcard custom domain names). */
function nearest(
  store: Reader,
  host: string,
): readonly [key: readonly string[], domain: DomainNameRecord] | undefined {
  const all = store.keys(domainNames).flatMap((key) => {
    const domain = store.get(domainNames, ...key);
    return domain === undefined || domain.domainNameId !== undefined ? [] : [[key, domain] as const];
  });
  const named = (name: string) => all.find(([, domain]) => domain.domainName.toLowerCase() === name);
  return named(host) ?? named(host.replace(/^[^.]+/, "*"));
}
