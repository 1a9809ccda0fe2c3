import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createLocalIssuer } from "./cognito/local-issuer.ts";
import { userPoolPage } from "./cognito/pages.ts";
import { createVerifyToken, type UserPools } from "./cognito/verify.ts";
import { createFindDomain } from "./control-plane/find-domain.ts";
import { createFindStage } from "./control-plane/find-stage.ts";
import { createApiKeys } from "./control-plane/metered-keys.ts";
import { createFindVpcLink } from "./control-plane/vpc-link.ts";
import type { DataPlaneOptions } from "./data-plane/index.ts";
import { createEndpointClient } from "./data-plane/integration/endpoint.ts";
import { createDataPlane, createTests } from "./data-plane/test-invoke/lazy.ts";
import type { Destination } from "./destination.ts";
import { createControlPlane } from "./dispatch.ts";
import { type Clock, type Ids, type Log, randomIds, systemClock } from "./effects.ts";
import { createMetrics, type Metrics } from "./explain/metrics.ts";
import { createRequestRing, type RequestRing } from "./explain/ring.ts";
import { createConditions } from "./faults/conditions.ts";
import type { FaultDocument } from "./faults/fault-document.ts";
import { faultsPage } from "./faults/faults-page.ts";
import { knownOperations } from "./faults/known-operations.ts";
import { readFaultDocument } from "./faults/read-fault-document.ts";
import type { Credentials } from "./iam/context.ts";
import { checkPolicies, findCredential } from "./iam/find-credential.ts";
import { createServiceSessions } from "./iam/service-session.ts";
import { findVersionByArn, functions, versions } from "./lambda/api/find-function.ts";
import { createAsynchronousQueue } from "./lambda/asynchronous.ts";
import { blobsInUse } from "./lambda/blobs-in-use.ts";
import { createFunctionRunner } from "./lambda/execution/index.ts";
import { startOwnRuntime } from "./lambda/execution/runtime-process.ts";
import { pacedStreaming } from "./lambda/paced-streaming.ts";
import { systemAfter } from "./lambda/timers.ts";
import { tracked } from "./lambda/tracked.ts";
import { groupOfArn, logGroups } from "./logs/context.ts";
import { createLogStreams, type LogStreams } from "./logs/logs.ts";
import { apiGatewayBandwidth, lambdaBandwidth, paceOf, unpaced } from "./paced-stream.ts";
import { createPermissions } from "./permissions.ts";
import { plain } from "./protocol/plain.ts";
import type { RawRequest, RawResponse } from "./raw-http.ts";
import { type ServerRequest, startServer } from "./server.ts";
import { createServices } from "./services/lazy.ts";
import { checkServiceEndpoints, type ServiceEndpoints } from "./services/service-endpoints.ts";
import type { TellDestination } from "./services/tell-destination.ts";
import { openMemoryStore, openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { packageVersion } from "./version.ts";

export interface GatewayOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Loopback only: what is deployed here runs code. */
  readonly host?: "127.0.0.1";
  /** Host names, without ports, that requests may have besides localhost, *.localhost and loopback addresses. */
  readonly allowedHosts?: readonly string[];
  /** Where everything is kept; without it, everything is gone at the end. */
  readonly dataDirectory?: string;
  /** Twelve digits; `123456789012` by default. */
  readonly accountId?: string;
  /** Who may sign requests, by access key; by default `test` with the secret `test`. */
  readonly credentials?: Credentials;
  /** Amazon Cognito user pools whose tokens somebody else signs; the gateway signs those of all others itself. */
  readonly userPools?: UserPools;
  /** Where services that integrations call are to be had, besides those that this gateway has itself. */
  readonly serviceEndpoints?: ServiceEndpoints;
  /** Whether long streamed answers are slowed down to 2 MB a second, as on AWS; true by default. */
  readonly limitsStreams?: boolean;
  /** Whether API Gateway's quotas count: calls a second, and how many of something there may be. */
  readonly quotas?: boolean;
  /** What goes wrong, until `PUT` or `DELETE /_gatewright/faults` says otherwise. */
  readonly faults?: FaultDocument;
  /** Receives the gateway's own lines and those that functions write. */
  readonly log?: Log;
  readonly clock?: Clock;
  readonly ids?: Ids;
}

export interface Gateway {
  /** Such as `http://127.0.0.1:4566`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Ends running functions, finishes requests under way, and lets go of the port and the data directory. */
  close(): Promise<void>;
}

/**
 * Starts a local API Gateway, Lambda, IAM, STS and CloudWatch Logs on one port of the loopback interface.
 *
 * @throws GatewayError `InvalidPolicy`, `InvalidServiceEndpoint`, `FaultsInvalid`, `PortInUse`, `CannotListen`, `DataDirectoryLocked`,
 * `DataDirectoryUnusable` or `JournalDamaged`; the message says what to do.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { port = 0, host = "127.0.0.1", dataDirectory, accountId = "123456789012" } = options;
  const { allowedHosts = [], log = () => undefined, clock = systemClock, ids = randomIds } = options;
  const credentials = options.credentials ?? {
    test: { secretAccessKey: "test", arn: `arn:aws:iam::${accountId}:user/local` },
  };
  const { serviceEndpoints = {}, limitsStreams = true } = options;
  checkPolicies(credentials);
  checkServiceEndpoints(serviceEndpoints);
  const conditions = createConditions({ quotas: options.quotas ?? false, clock, ids, log });
  if (options.faults !== undefined) {
    conditions.setFaults(readFaultDocument(options.faults, await knownOperations()));
  }
  const store = dataDirectory === undefined ? openMemoryStore() : await openStore(dataDirectory, blobsInUse);
  const undo = [() => store.close()];
  try {
    const workDirectory =
      dataDirectory === undefined
        ? await mkdtemp(join(tmpdir(), "gatewright-"))
        : join(resolve(dataDirectory), "functions");
    if (dataDirectory === undefined) undo.unshift(() => rm(workDirectory, { recursive: true, force: true }));
    // Unpacked code is made again from the zips when it is needed; what an earlier run left is of no use.
    else await rm(workDirectory, { recursive: true, force: true });
    let endpoint = "";
    const logStreams = openLogStreams(store, clock, log);
    const runner = createFunctionRunner({
      getFunction: (arn) => findVersionByArn(store, accountId, arn, Math.random),
      // A version has what the function itself has.
      reservedConcurrency: ({ region, functionName, version, reservedConcurrency }) =>
        version === undefined
          ? reservedConcurrency
          : store.get(functions, region, functionName)?.reservedConcurrency,
      readCode: (blob) => store.readBlob(blob),
      workDirectory,
      endpoint: () => endpoint,
      log,
      onLines: ({ region, functionName }, stream, lines) => {
        logStreams.write({ region, group: `/aws/lambda/${functionName}`, stream }, lines, "\n");
      },
      clock,
      ids,
      startRuntime: conditions.startRuntime(startOwnRuntime),
    });
    const invocations = tracked(runner);
    undo.unshift(async () => {
      await runner.close();
      await invocations.settled();
    });
    const invokeStreaming = limitsStreams
      ? pacedStreaming(invocations.invokeStreaming, paceOf(lambdaBandwidth, clock, systemAfter))
      : invocations.invokeStreaming;
    const credentialOf = (accessKeyId: string) => findCredential(credentials, accessKeyId, store);
    const endpoints = createEndpointClient();
    undo.unshift(async () => endpoints.close());
    const callService = createServices({
      endpoints: serviceEndpoints,
      callEndpoint: endpoints.call,
      control: (request) => control(request),
      keyOf: createServiceSessions({ store, accountId, clock, ids, findCredential: credentialOf }),
      clock,
      ids,
    });
    const tell: TellDestination = async (told) =>
      (await import("./services/tell-destination.ts")).createTellDestination({ callService, clock, ids })(
        told,
      );
    const queue = createAsynchronousQueue({ store, invoke: invocations.invoke, log, clock, ids, tell });
    undo.unshift(async () => queue.close());
    const { invokeLater } = queue;
    const ring = createRequestRing();
    const metrics = createMetrics();
    const issuer = createLocalIssuer(ids.uuid);
    const dataPlane: DataPlaneOptions = {
      findStage: createFindStage(conditions.dataPlaneReader(store), accountId, ids),
      invoke: invocations.invoke,
      invokeStreaming,
      invokeLater,
      callEndpoint: endpoints.call,
      pace: limitsStreams ? paceOf(apiGatewayBandwidth, clock, systemAfter) : unpaced,
      callService,
      findVpcLink: createFindVpcLink(store),
      ...createPermissions(store, accountId, credentialOf),
      credentials: credentialOf,
      verifyToken: createVerifyToken(issuer, options.userPools ?? {}),
      apiKeys: createApiKeys(store),
      clock,
      ids,
      accessLog: (destinationArn, text) => {
        const [, , service, region = ""] = destinationArn.split(":");
        const group = service === "logs" ? groupOfArn(destinationArn) : undefined;
        if (group === undefined) log(`${destinationArn} ${text}`);
        else logStreams.write({ region, group, stream: "access" }, [{ time: clock(), text }]);
      },
      executionLog: ({ region, group, lines }) =>
        logStreams.write({ region, group, stream: "execution" }, lines),
      record: (record) => {
        ring.add(record);
        metrics.add(record);
        const { method, stageName, path, status, milliseconds, reason } = record;
        const why = reason === undefined ? "" : `: ${reason}`;
        log(`${method} /${stageName}${path} ${status} ${milliseconds} ms${why}`);
      },
    };
    const control = createControlPlane({
      accountId,
      credentials,
      findCredential: dataPlane.credentials,
      tests: createTests(dataPlane),
      clock,
      ids,
      store,
      conditions,
      invoke: invocations.invoke,
      invokeStreaming,
      invokeLater,
      logStreams,
      endpoint: () => endpoint,
    });
    const data = createDataPlane(dataPlane);
    const handle = (request: ServerRequest): Promise<RawResponse> => {
      const { destination } = request;
      switch (destination.kind) {
        case "stage":
          return data(rawRequest(request, destination));
        case "own":
          return own(request, destination.rawPath);
        case "control":
          return control({ ...request, rawPath: destination.rawPath });
      }
    };
    const own = async (request: ServerRequest, path: string): Promise<RawResponse> => {
      if (path === "/_gatewright/faults") return faultsPage(request, conditions);
      return (
        (await userPoolPage(request, path, issuer, clock)) ??
        (await explained(request, path, ring, metrics)) ??
        (await ownPage(path, store))
      );
    };
    const findDomain = createFindDomain(store);
    const server = await startServer({ host, port, allowedHosts, ids, log, handle, findDomain });
    endpoint = `http://${host}:${server.port}`;
    queue.resume();
    return {
      url: endpoint,
      port: server.port,
      close: once(async () => {
        conditions.close();
        // What is killed now has not failed: it is run again by the next gateway on this directory.
        queue.close();
        const closed = server.close();
        // Requests that wait for a function are answered when it is ended.
        await runner.close();
        await closed;
        for (const step of undo) await step();
      }),
    };
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

/** The request as the data plane has it. */
function rawRequest(
  request: ServerRequest,
  { restApiId, stageName, rawPath, sourceVpce, basePath }: Extract<Destination, { kind: "stage" }>,
): RawRequest {
  const { method, urlPath, rawQuery, headers, body, sourceIp, host, requestId } = request;
  return {
    method,
    rawPath,
    urlPath,
    rawQuery,
    headers,
    body,
    sourceIp,
    host,
    restApiId,
    stageName,
    sourceVpce,
    basePath,
    requestId,
    userAgent: undefined,
  };
}

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
  return plain(404, `${path} is nothing that this gateway has.`);
}

/** Groups that the gateway writes to are there for the API, too; they are made with their first line. */
function openLogStreams(store: Store, clock: Clock, log: Log): LogStreams {
  return createLogStreams({
    clock,
    onGroup: (region, name) => {
      if (store.get(logGroups, region, name) !== undefined) return;
      const made = store.transact((transaction) => {
        if (transaction.get(logGroups, region, name) !== undefined) return;
        transaction.put(logGroups, [region, name], { name, created: clock(), tags: {} });
      });
      made.catch((error: unknown) => log(`log group ${name} cannot be kept: ${String(error)}`));
    },
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
