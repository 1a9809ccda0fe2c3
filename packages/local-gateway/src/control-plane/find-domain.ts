import type { FindDomain } from "../destination.ts";
import type { Reader } from "../store/store.ts";
import { basePathMappings, domainNames } from "./account-records.ts";

/**
 * Makes the function that finds what a custom domain name maps a path to: the longest base path that the path begins
 * with, or the empty one (D, set up API mappings and base path mappings). A mapping without a stage takes the stage
 * from the next part of the path.
 */
export function createFindDomain(store: Reader): FindDomain {
  return (host, urlPath) => {
    const key = nearest(store, host);
    if (key === undefined) return undefined;
    const mapping = store
      .list(basePathMappings, ...key)
      .map((mapping) => ({ ...mapping, prefix: mapping.basePath === "(none)" ? "" : `/${mapping.basePath}` }))
      .filter(({ prefix }) => prefix === "" || urlPath === prefix || urlPath.startsWith(`${prefix}/`))
      .toSorted((a, b) => b.prefix.length - a.prefix.length)[0];
    // No API has the empty id: the data plane answers as it does for one that is not there.
    if (mapping === undefined) return { restApiId: "", stageName: "", rawPath: urlPath, basePath: "" };
    const rest = urlPath.slice(mapping.prefix.length);
    const { restApiId, prefix } = mapping;
    if (mapping.stage !== undefined && mapping.stage !== "") {
      return { restApiId, stageName: mapping.stage, rawPath: rest || "/", basePath: prefix };
    }
    const [, stageName = "", rawPath = ""] = /^\/([^/]*)(.*)$/s.exec(rest) ?? [];
    return { restApiId, stageName, rawPath: rawPath || "/", basePath: `${prefix}/${stageName}` };
  };
}

/**
 * The key of the domain name itself, or else of a wildcard that takes its first label (D, wildcard custom domain
 * names).
 */
function nearest(store: Reader, host: string): readonly string[] | undefined {
  const keys = store.keys(domainNames);
  const named = (name: string) =>
    keys.find((key) => {
      const domain = store.get(domainNames, ...key);
      return domain?.domainName === name && domain.domainNameId === undefined;
    });
  return named(host) ?? named(host.replace(/^[^.]+/, "*"));
}
