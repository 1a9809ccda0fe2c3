import type { LocalIssuer } from "./cognito/local-issuer.ts";
import { userPoolPage } from "./cognito/pages.ts";
import type { Clock } from "./effects.ts";
import type { Metrics } from "./explain/metrics.ts";
import type { RequestRing } from "./explain/ring.ts";
import type { Conditions } from "./faults/conditions.ts";
import { faultsPage } from "./faults/faults-page.ts";
import { functions, versions } from "./lambda/api/find-function.ts";
import { plain } from "./protocol/plain.ts";
import type { RawResponse } from "./raw-http.ts";
import type { ServerRequest } from "./server.ts";
import type { Store } from "./store/store.ts";
import { packageVersion } from "./version.ts";

export interface OwnPagesOptions {
  readonly store: Store;
  readonly conditions: Conditions;
  readonly issuer: LocalIssuer;
  readonly ring: RequestRing;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** Makes what answers below `/_gatewright`, where nothing is AWS's. */
export function createOwnPages(
  options: OwnPagesOptions,
): (request: ServerRequest, path: string) => Promise<RawResponse> {
  const { store, conditions, issuer, ring, metrics, clock } = options;
  return async (request, path) => {
    if (path === "/_gatewright/faults") return faultsPage(request, conditions);
    return (
      (await userPoolPage(request, path, issuer, clock)) ??
      (await explained(request, path, ring, metrics)) ??
      (await ownPage(path, store))
    );
  };
}

const pages = ["requests", "requests/{requestId}", "metrics", "faults", "health", "cognito/{user pool}/token"]
  .map((page) => `/_gatewright/${page}`)
  .join(", ");

/** The pages about requests, which are loaded when somebody looks at them. */
async function explained(
  request: Pick<ServerRequest, "method"> & { readonly rawQuery: string },
  path: string,
  ring: RequestRing,
  metrics: Metrics,
): Promise<RawResponse | undefined> {
  if (!/^\/_gatewright\/(?:requests|metrics)(?:\/|$)/.test(path)) return undefined;
  const { explainPage } = await import("./explain/pages.ts");
  return explainPage(request, path, ring, metrics);
}

/** What stands below `/_gatewright`: how others recognise this gateway, and the code of functions. */
async function ownPage(path: string, store: Store): Promise<RawResponse> {
  if (path === "/_gatewright/health") {
    const body = Buffer.from(JSON.stringify({ name: "gatewright", version: packageVersion() }));
    return { status: 200, headers: [["Content-Type", "application/json"]], body };
  }
  const [, blob] = /^\/_gatewright\/code\/([0-9a-f]{64})$/.exec(path) ?? [];
  const packages = [...store.list(functions), ...store.list(versions)];
  if (blob !== undefined && packages.some((record) => record.codeBlob === blob)) {
    return { status: 200, headers: [["Content-Type", "application/zip"]], body: await store.readBlob(blob) };
  }
  return plain(404, `${path} is nothing that this gateway has; there are ${pages}.`);
}
