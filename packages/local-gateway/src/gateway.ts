import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createLocalIssuer } from "./cognito/local-issuer.ts";
import { createVerifyToken } from "./cognito/verify.ts";
import { createFindDomain } from "./control-plane/find-domain.ts";
import { createFindStage } from "./control-plane/find-stage.ts";
import { createApiKeys } from "./control-plane/metered-keys.ts";
import { createMissed } from "./control-plane/missed.ts";
import { createFindVpcLink } from "./control-plane/vpc-link.ts";
import type { DataPlaneOptions, RequestRecord } from "./data-plane/index.ts";
import { createEndpointClient } from "./data-plane/integration/endpoint.ts";
import { groupsOf } from "./data-plane/log/canary-groups.ts";
import { createDataPlane, createTests } from "./data-plane/test-invoke/lazy.ts";
import { createControlPlane } from "./dispatch.ts";
import { randomIds, systemClock } from "./effects.ts";
import { createMetrics } from "./explain/metrics.ts";
import { createRequestRing } from "./explain/ring.ts";
import { terminalLine } from "./explain/terminal-line.ts";
import { createConditions } from "./faults/conditions.ts";
import { knownOperations } from "./faults/known-operations.ts";
import { readFaultDocument } from "./faults/read-fault-document.ts";
import type { Gateway, GatewayOptions } from "./gateway-options.ts";
import { checkPolicies, findCredential } from "./iam/find-credential.ts";
import { createServiceSessions } from "./iam/service-session.ts";
import { blobsInUse } from "./lambda/blobs-in-use.ts";
import { startOwnRuntime } from "./lambda/execution/runtime-process.ts";
import { runFunctions } from "./lambda/run-functions.ts";
import { systemAfter } from "./lambda/timers.ts";
import { groupOfArn } from "./logs/context.ts";
import type { LogEntry } from "./logs/logs.ts";
import { openLogStreams } from "./logs/open-log-streams.ts";
import { createOwnPages } from "./own-pages.ts";
import { apiGatewayBandwidth, paceOf, unpaced } from "./paced-stream.ts";
import { createPermissions } from "./permissions.ts";
import type { RawResponse } from "./raw-http.ts";
import { type ServerRequest, startServer } from "./server.ts";
import { createServices } from "./services/lazy.ts";
import { checkServiceEndpoints } from "./services/service-endpoints.ts";
import type { TellDestination } from "./services/tell-destination.ts";
import { stageRequest } from "./stage-request.ts";
import { openMemoryStore, openStore } from "./store/open.ts";

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
    const lambda = runFunctions({
      store,
      accountId,
      workDirectory,
      endpoint: () => endpoint,
      startRuntime: conditions.startRuntime(startOwnRuntime),
      limitsStreams,
      logStreams,
      tell,
      log,
      clock,
      ids,
    });
    undo.unshift(lambda.close);
    const { invoke, invokeStreaming, invokeLater } = lambda;
    const ring = createRequestRing();
    const metrics = createMetrics();
    const issuer = createLocalIssuer(ids.uuid);
    const writeTo = (
      groups: readonly string[],
      region: string,
      stream: string,
      lines: readonly LogEntry[],
    ) => {
      for (const group of groups) logStreams.write({ region, group, stream }, lines);
    };
    const remember = (record: RequestRecord) => {
      ring.add(record);
      log(terminalLine(record));
    };
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
      verifyToken: createVerifyToken(issuer, options.userPools ?? {}),
      apiKeys: createApiKeys(store),
      clock,
      ids,
      accessLog: (destinationArn, text, isCanaryRequest) => {
        const [, , service, region = ""] = destinationArn.split(":");
        const group = service === "logs" ? groupOfArn(destinationArn) : undefined;
        if (group === undefined) log(`${destinationArn} ${text}`);
        else writeTo(groupsOf(group, isCanaryRequest), region, "access", [{ time: clock(), text }]);
      },
      executionLog: ({ region, groups, lines }) => writeTo(groups, region, "execution", lines),
      record: (record) => {
        metrics.add(record);
        remember(record);
      },
    };
    const control = createControlPlane({
      accountId,
      credentials,
      findCredential: dataPlane.credentials,
      tests: createTests({ ...dataPlane, record: remember }),
      clock,
      ids,
      store,
      conditions,
      invoke,
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
          return data(stageRequest(request, destination));
        case "own":
          return own(request, destination.rawPath);
        case "control":
          return control({ ...request, rawPath: destination.rawPath });
      }
    };
    const own = createOwnPages({ store, conditions, issuer, ring, metrics, clock });
    const findDomain = createFindDomain(store);
    const server = await startServer({ host, port, allowedHosts, ids, log, handle, findDomain });
    endpoint = `http://${host}:${server.port}`;
    lambda.resume();
    return {
      url: endpoint,
      port: server.port,
      close: once(async () => {
        conditions.close();
        const closed = server.close();
        // Requests that wait for a function are answered when it is ended.
        await lambda.stop();
        await closed;
        for (const step of undo) await step();
      }),
    };
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
