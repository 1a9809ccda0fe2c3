import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { assemble } from "./assemble.ts";
import { createFindDomain } from "./control-plane/find-domain.ts";
import { randomIds, systemClock } from "./effects.ts";
import { createConditions } from "./faults/conditions.ts";
import { knownOperations } from "./faults/known-operations.ts";
import { readFaultDocument } from "./faults/read-fault-document.ts";
import type { Gateway, GatewayOptions, Settings } from "./gateway-options.ts";
import { checkPolicies } from "./iam/find-credential.ts";
import { blobsInUse } from "./lambda/blobs-in-use.ts";
import { startServer } from "./server.ts";
import { checkServiceEndpoints } from "./services/service-endpoints.ts";
import { openMemoryStore, openStore } from "./store/open.ts";

/**
 * Starts a local API Gateway, Lambda, IAM, STS and CloudWatch Logs on one port of the loopback interface.
 *
 * @throws GatewayError `InvalidPolicy`, `InvalidServiceEndpoint`, `FaultsInvalid`, `PortInUse`, `CannotListen`,
 * `DataDirectoryLocked`, `DataDirectoryUnusable` or `JournalDamaged`; the message says what to do.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const settings = settingsOf(options);
  const { dataDirectory, host, port, allowedHosts, log, clock, ids } = settings;
  const conditions = createConditions({ quotas: settings.quotas, clock, ids, log });
  if (options.faults !== undefined) {
    conditions.setFaults(readFaultDocument(options.faults, await knownOperations()));
  }
  const store = dataDirectory === undefined ? openMemoryStore() : await openStore(dataDirectory, blobsInUse);
  const undo = [() => store.close()];
  try {
    const { workDirectory, remove } = await makeWorkDirectory(dataDirectory);
    undo.unshift(remove);
    let endpoint = "";
    const parts = assemble({ settings, store, conditions, workDirectory, endpoint: () => endpoint });
    undo.unshift(parts.close);
    const { handle, lambda } = parts;
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

/** The options with their defaults, checked. */
function settingsOf({ accountId = "123456789012", ...options }: GatewayOptions): Settings {
  const settings: Settings = {
    accountId,
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    allowedHosts: options.allowedHosts ?? [],
    dataDirectory: options.dataDirectory,
    credentials: options.credentials ?? {
      test: { secretAccessKey: "test", arn: `arn:aws:iam::${accountId}:user/local` },
    },
    userPools: options.userPools ?? {},
    serviceEndpoints: options.serviceEndpoints ?? {},
    limitsStreams: options.limitsStreams ?? true,
    quotas: options.quotas ?? false,
    log: options.log ?? (() => undefined),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? randomIds,
  };
  checkPolicies(settings.credentials);
  checkServiceEndpoints(settings.serviceEndpoints);
  return settings;
}

/** Where functions are unpacked: of no use to the next run, since their code is made again from the zips. */
async function makeWorkDirectory(
  dataDirectory: string | undefined,
): Promise<{ readonly workDirectory: string; remove(): Promise<void> }> {
  const removing = (path: string) => () => rm(path, { recursive: true, force: true });
  if (dataDirectory === undefined) {
    const workDirectory = await mkdtemp(join(tmpdir(), "gatewright-"));
    return { workDirectory, remove: removing(workDirectory) };
  }
  const workDirectory = join(resolve(dataDirectory), "functions");
  await removing(workDirectory)();
  return { workDirectory, remove: async () => {} };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
