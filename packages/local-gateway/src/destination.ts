/** Where a request goes, told by its host and path alone. Paths are not decoded. */
export type Destination =
  | {
      readonly kind: "stage";
      readonly restApiId: string;
      readonly stageName: string;
      /** After the stage; starts with "/". */
      readonly rawPath: string;
      /** Of a private API's host name, `API-VPCE.execute-api.…`. */
      readonly sourceVpce?: string;
      /** Of a custom domain name: what stands before `rawPath`, such as `/v1`; empty for none. */
      readonly basePath?: string;
    }
  /** The gateway's own pages, below `/_gatewright`. */
  | { readonly kind: "own"; readonly rawPath: string }
  | { readonly kind: "control"; readonly rawPath: string }
  /** A host that a page in a browser could have made up to reach this gateway (DNS rebinding). */
  | { readonly kind: "foreign-host" };

/** What a custom domain name maps a path to; undefined when nobody has made such a domain name. */
export type FindDomain = (
  host: string,
  urlPath: string,
) =>
  | {
      readonly restApiId: string;
      readonly stageName: string;
      readonly rawPath: string;
      readonly basePath: string;
    }
  | undefined;

/**
 * Tells custom domain names, the data plane's two URL styles, the gateway's own pages and the control plane apart.
 *
 * @param host the `Host` header, port included.
 * @param urlPath the whole path of the request line, without the query.
 */
export function destinationOf(host: string, urlPath: string, findDomain?: FindDomain): Destination {
  const name = hostName(host);
  const mapped = isPlain(name) ? undefined : findDomain?.(name, urlPath);
  if (mapped !== undefined) return { kind: "stage", ...mapped };
  if (!isLocal(name)) return { kind: "foreign-host" };
  // D, invoke a private API: the Route 53 alias `{API}-{VPC endpoint}.execute-api.…`
  const [, hostApiId, sourceVpce] =
    /^([a-z0-9]+)(?:-(vpce-[a-z0-9]+))?\.execute-api\.localhost$/.exec(name) ?? [];
  if (hostApiId !== undefined) {
    // R test_lambda_aws_proxy_integration: slashes before the stage do not count
    const [, stageName = "", rawPath = ""] = /^\/+([^/]*)(\/.*)?$/.exec(urlPath) ?? [];
    const stage = { restApiId: hostApiId, stageName, rawPath: rawPath || "/" };
    return { kind: "stage", ...stage, ...(sourceVpce && { sourceVpce }) };
  }
  const [, restApiId, stageName, rawPath = ""] =
    /^\/restapis\/([^/]+)\/+([^/]+)\/_user_request_(\/.*)?$/.exec(urlPath) ?? [];
  if (restApiId !== undefined && stageName !== undefined) {
    return { kind: "stage", restApiId, stageName, rawPath: rawPath || "/" };
  }
  const isOwn = urlPath === "/_gatewright" || urlPath.startsWith("/_gatewright/");
  return { kind: isOwn ? "own" : "control", rawPath: urlPath };
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
}

function isLocal(name: string): boolean {
  return isPlain(name) || name.endsWith(".localhost");
}

/** The machine itself, which no custom domain name can take away. */
function isPlain(name: string): boolean {
  return name === "localhost" || name === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
