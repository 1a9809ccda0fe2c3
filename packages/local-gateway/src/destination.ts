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

/** What a request's head says about where it comes from and goes to. */
export interface Head {
  /** The `Host` header, port included. */
  readonly host: string;
  /** The `Origin` header of a browser. */
  readonly origin?: string | undefined;
  /** The whole path of the request line, without the query. */
  readonly urlPath: string;
}

/**
 * Whether a page of another site made this request. Deployed APIs answer every site, as they do on AWS; what can
 * change them, and run code, answers none: an unsigned POST of a page needs no permission of CORS.
 */
export function isForeignPage(
  destination: Destination,
  { origin }: Pick<Head, "origin">,
  allowedHosts: readonly string[],
): boolean {
  if (destination.kind === "stage" || origin === undefined) return false;
  return !isLocal(hostName(origin.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")), allowedHosts);
}

/**
 * Tells the data plane's two URL styles, the gateway's own pages and the control plane apart.
 *
 * @param allowedHosts host names, without ports, that reach this gateway besides those of the loopback interface.
 */
export function destinationOf(
  { host, urlPath }: Pick<Head, "host" | "urlPath">,
  allowedHosts: readonly string[] = [],
): Destination {
  const name = hostName(host);
  if (!isLocal(name, allowedHosts)) return { kind: "foreign-host" };
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

function isLocal(name: string, allowedHosts: readonly string[]): boolean {
  return (
    allowedHosts.some((allowed) => hostName(allowed) === name) ||
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}
