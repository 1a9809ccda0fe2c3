import { createLocalIssuer } from "./cognito/local-issuer.ts";
import { createVerifyToken } from "./cognito/verify.ts";
import { createFindStage } from "./control-plane/find-stage.ts";
import { createApiKeys } from "./control-plane/metered-keys.ts";
import { createMissed } from "./control-plane/missed.ts";
import { createFindVpcLink } from "./control-plane/vpc-link.ts";
import type { DataPlaneOptions } from "./data-plane/index.ts";
import { createEndpointClient } from "./data-plane/integration/endpoint.ts";
import { createDataPlane, createTests } from "./data-plane/test-invoke/lazy.ts";
import { createControlPlane } from "./dispatch.ts";
import { createMetrics } from "./explain/metrics.ts";
import { createRequestRing } from "./explain/ring.ts";
import { createSinks } from "./explain/sinks.ts";
import type { Conditions } from "./faults/conditions.ts";
import type { Settings } from "./gateway-options.ts";
import { healthy } from "./health-check.ts";
import { findCredential } from "./iam/find-credential.ts";
import { createServiceSessions } from "./iam/service-session.ts";
import { startOwnRuntime } from "./lambda/execution/runtime-process.ts";
import { type RunningFunctions, runFunctions } from "./lambda/run-functions.ts";
import { systemAfter } from "./lambda/timers.ts";
import { openLogStreams } from "./logs/open-log-streams.ts";
import { createOwnPages } from "./own-pages.ts";
import { apiGatewayBandwidth, paceOf, unpaced } from "./paced-stream.ts";
import { createPermissions } from "./permissions.ts";
import type { RawResponse } from "./raw-http.ts";
import type { ServerRequest } from "./server.ts";
import { createServices } from "./services/lazy.ts";
import type { TellDestination } from "./services/tell-destination.ts";
import { stageRequest } from "./stage-request.ts";
import type { Store } from "./store/store.ts";

export interface PartsOptions {
  readonly settings: Settings;
  readonly store: Store;
  readonly conditions: Conditions;
  /** Where functions are unpacked. */
  readonly workDirectory: string;
  /** The gateway's own URL, without a slash at its end; asked for when the server listens. */
  readonly endpoint: () => string;
}

export interface Parts {
  /** Answers what the server takes. */
  handle(request: ServerRequest): Promise<RawResponse>;
  readonly lambda: RunningFunctions;
  /** Waits for functions that run, and lets go of connections. */
  close(): Promise<void>;
}

/** Puts the gateway together: what answers is made here of all that it asks and calls, and nothing has begun yet. */
export function assemble({ settings, store, conditions, workDirectory, endpoint }: PartsOptions): Parts {
  const { accountId, credentials, serviceEndpoints, userPools, limitsStreams, log, clock, ids } = settings;
  const logStreams = openLogStreams(store, clock, log);
  const credentialOf = (accessKeyId: string) => findCredential(credentials, accessKeyId, store);
  const endpoints = createEndpointClient();
  const callService = createServices({
    endpoints: serviceEndpoints,
    callEndpoint: endpoints.call,
    control: (request) => control(request),
    keyOf: createServiceSessions({ store, accountId, clock, ids, findCredential: credentialOf }),
    clock,
    ids,
  });
  const tell: TellDestination = async (told) =>
    (await import("./services/tell-destination.ts")).createTellDestination({ callService, clock, ids })(told);
  const lambda = runFunctions({
    store,
    accountId,
    workDirectory,
    endpoint,
    startRuntime: conditions.startRuntime(startOwnRuntime),
    limitsStreams,
    logStreams,
    tell,
    log,
    clock,
    ids,
  });
  const { invoke, invokeStreaming, invokeLater } = lambda;
  const ring = createRequestRing();
  const metrics = createMetrics();
  const issuer = createLocalIssuer(ids.uuid);
  const { recordTest, ...sinks } = createSinks({ ring, metrics, logs: logStreams, log, clock });
  const dataPlane: DataPlaneOptions = {
    findStage: createFindStage(conditions.dataPlaneReader(store), accountId, ids),
    missed: createMissed(store),
    invoke,
    invokeStreaming,
    invokeLater,
    callEndpoint: endpoints.call,
    pace: limitsStreams ? paceOf(apiGatewayBandwidth, clock, systemAfter) : unpaced,
    callService,
    findVpcLink: createFindVpcLink(store),
    ...createPermissions(store, accountId, credentialOf),
    credentials: credentialOf,
    verifyToken: createVerifyToken(issuer, userPools),
    apiKeys: createApiKeys(store),
    clock,
    ids,
    after: systemAfter,
    ...sinks,
  };
  const control = createControlPlane({
    accountId,
    credentials,
    findCredential: dataPlane.credentials,
    tests: createTests({ ...dataPlane, record: recordTest }),
    clock,
    ids,
    store,
    conditions,
    invoke,
    invokeStreaming,
    invokeLater,
    logStreams,
    endpoint,
  });
  const data = createDataPlane(dataPlane);
  const own = createOwnPages({ store, conditions, issuer, ring, metrics, clock });
  return {
    handle: (request) => {
      const { destination } = request;
      switch (destination.kind) {
        case "stage":
          return data(stageRequest(request, destination));
        case "health-check":
          log(
            `${request.method} ${request.urlPath} is answered by API Gateway itself: no API gets this path`,
          );
          return Promise.resolve(healthy);
        case "own":
          return own(request, destination.rawPath);
        case "control":
          return control({ ...request, rawPath: destination.rawPath });
      }
    },
    lambda,
    close: async () => {
      await lambda.close();
      endpoints.close();
    },
  };
}
