import { healthCheckPaths } from "./health-check.ts";

/** Where a request goes, told by its host and path alone. Paths are not decoded. */
export type Destination =
  | {
      readonly kind: "stage";
      readonly restApiId: string;
      readonly stageName: string;
      /** After the stage; starts with "/", or is empty when the URL ends with the stage. */
      readonly rawPath: string;
      /** Of a private API's host name, `API-VPCE.execute-api.…`. */
      readonly sourceVpce?: string | undefined;
      /** Of a custom domain name: what stands before `rawPath`, such as `/v1`; empty for none. */
      readonly basePath?: string | undefined;
      /** Of a custom domain name: the mapping's base path, such as `v1`; empty when there is no mapping. */
      readonly basePathMatched?: string | undefined;
    }
  /** What API Gateway answers itself on the host names of APIs. */
  | { readonly kind: "health-check" }
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
      readonly basePathMatched: string;
    }
  | undefined;

export interface DestinationOptions {
  /** Host names, without ports, that reach this gateway besides those of the loopback interface. */
  readonly allowedHosts?: readonly string[];
  readonly findDomain?: FindDomain | undefined;
}

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
  const isOfApi = destination.kind === "stage" || destination.kind === "health-check";
  if (isOfApi || origin === undefined) return false;
  return !isLocal(hostName(origin.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")), allowedHosts);
}

/** Tells custom domain names, the data plane's two URL styles, the gateway's own pages and the control plane apart. */
export function destinationOf(
  { host, urlPath }: Pick<Head, "host" | "urlPath">,
  { allowedHosts = [], findDomain }: DestinationOptions = {},
): Destination {
  const { name, isPlain, hostApiId, sourceVpce } = known(host);
  const mapped = isPlain ? undefined : findDomain?.(name, urlPath);
  const isReserved = healthCheckPaths.includes(urlPath);
  if (mapped !== undefined) return isReserved ? { kind: "health-check" } : { kind: "stage", ...mapped };
  if (!isLocal(name, allowedHosts)) return { kind: "foreign-host" };
  if (hostApiId !== undefined) {
    if (isReserved) return { kind: "health-check" };
    // R test_lambda_aws_proxy_integration: slashes before the stage do not count
    const [, stageName = "", rawPath = ""] = /^\/+([^/]*)(\/.*)?$/.exec(urlPath) ?? [];
    return { kind: "stage", restApiId: hostApiId, stageName, rawPath, sourceVpce };
  }
  const [, restApiId, stageName, rawPath = ""] =
    /^\/restapis\/([^/]+)\/+([^/]+)\/_user_request_(\/.*)?$/.exec(urlPath) ?? [];
  if (restApiId !== undefined && stageName !== undefined) {
    return { kind: "stage", restApiId, stageName, rawPath };
  }
  const isOwn = urlPath === "/_gatewright" || urlPath.startsWith("/_gatewright/");
  return { kind: isOwn ? "own" : "control", rawPath: urlPath };
}

/** What a `Host` header says, without its port. */
interface Host {
  readonly name: string;
  readonly isPlain: boolean;
  readonly hostApiId: string | undefined;
  readonly sourceVpce: string | undefined;
}

function readHost(host: string): Host {
  const name = hostName(host);
  // D, invoke a private API: the Route 53 alias `{API}-{VPC endpoint}.execute-api.…`
  const [, hostApiId, sourceVpce] =
    /^([a-z0-9]+)(?:-(vpce-[a-z0-9]+))?\.execute-api\.localhost$/.exec(name) ?? [];
  return { name, isPlain: isPlain(name), hostApiId, sourceVpce };
}

let lastHost = "";
let lastRead = readHost(lastHost);

/** The last host that was read: requests come many to one. */
function known(host: string): Host {
  if (host !== lastHost) {
    lastRead = readHost(host);
    lastHost = host;
  }
  return lastRead;
}

function hostName(host: string): string {
  return host.replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
}

function isLocal(name: string, allowedHosts: readonly string[]): boolean {
  return (
    allowedHosts.some((allowed) => hostName(allowed) === name) || isPlain(name) || name.endsWith(".localhost")
  );
}

/** The machine itself, which no custom domain name can take away. */
function isPlain(name: string): boolean {
  return name === "localhost" || name === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
