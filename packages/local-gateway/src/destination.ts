/** Where a request goes, told by its host and path alone. Paths are not decoded. */
export type Destination =
  | {
      readonly kind: "stage";
      readonly restApiId: string;
      readonly stageName: string;
      /** After the stage; starts with "/". */
      readonly rawPath: string;
    }
  /** The gateway's own pages, below `/_gatewright`. */
  | { readonly kind: "own"; readonly rawPath: string }
  | { readonly kind: "control"; readonly rawPath: string }
  /** A host that a page in a browser could have made up to reach this gateway (DNS rebinding). */
  | { readonly kind: "foreign-host" };

/**
 * Tells the data plane's two URL styles, the gateway's own pages and the control plane apart.
 *
 * @param host the `Host` header, port included.
 * @param urlPath the whole path of the request line, without the query.
 */
export function destinationOf(host: string, urlPath: string): Destination {
  const name = hostName(host);
  if (!isLocal(name)) return { kind: "foreign-host" };
  const [, hostApiId] = /^([a-z0-9]+)\.execute-api\.localhost$/.exec(name) ?? [];
  if (hostApiId !== undefined) {
    // R test_lambda_aws_proxy_integration: slashes before the stage do not count
    const [, stageName = "", rawPath = ""] = /^\/+([^/]*)(\/.*)?$/.exec(urlPath) ?? [];
    return { kind: "stage", restApiId: hostApiId, stageName, rawPath: rawPath || "/" };
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
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}
