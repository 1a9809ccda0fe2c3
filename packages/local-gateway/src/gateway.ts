import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createFindStage } from "./control-plane/find-stage.ts";
import { createDataPlane } from "./data-plane/index.ts";
import { createEndpointClient } from "./data-plane/integration/endpoint.ts";
import type { RawResponse } from "./data-plane/raw-http.ts";
import { createControlPlane } from "./dispatch.ts";
import { type Clock, type Ids, type Log, randomIds, systemClock } from "./effects.ts";
import { userIdOf } from "./iam/caller-identity.ts";
import type { Credentials } from "./iam/context.ts";
import { findFunctionByArn, functions } from "./lambda/api/function-name.ts";
import { createFunctionRunner, type FunctionRunner } from "./lambda/execution/index.ts";
import { permits } from "./lambda/permission.ts";
import { own } from "./own.ts";
import { plain } from "./protocol/plain.ts";
import { type ServerRequest, startServer } from "./server.ts";
import { openMemoryStore, openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";
import { entriesOf, type Tables } from "./store/tables.ts";
import { packageVersion } from "./version.ts";

export interface GatewayOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** Loopback only: what is deployed here runs code. */
  readonly host?: "127.0.0.1";
  /** Where everything is kept; without it, everything is gone at the end. */
  readonly dataDirectory?: string;
  /** Twelve digits; `123456789012` by default. */
  readonly accountId?: string;
  /** Who may sign requests, by access key; by default `test` with the secret `test`. */
  readonly credentials?: Credentials;
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
 * Starts a local API Gateway, Lambda, IAM and STS on one port of the loopback interface.
 *
 * @throws GatewayError `PortInUse`, `CannotListen`, `DataDirectoryLocked`, `DataDirectoryUnusable` or
 * `JournalDamaged`; the message says what to do.
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { port = 0, host = "127.0.0.1", dataDirectory, accountId = "123456789012" } = options;
  const { log = () => undefined, clock = systemClock, ids = randomIds } = options;
  const credentials = options.credentials ?? {
    test: { secretAccessKey: "test", arn: `arn:aws:iam::${accountId}:user/local` },
  };
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
    const runner = createFunctionRunner({
      getFunction: (arn) => findFunctionByArn(store, accountId, arn),
      readCode: (blob) => store.readBlob(blob),
      workDirectory,
      endpoint: () => endpoint,
      log,
      clock,
      ids,
    });
    const invocations = tracked(runner);
    undo.unshift(async () => {
      await runner.close();
      await invocations.settled();
    });
    const control = createControlPlane({
      accountId,
      credentials,
      clock,
      ids,
      store,
      invoke: invocations.invoke,
      invokeStreaming: invocations.invokeStreaming,
      endpoint: () => endpoint,
      log,
    });
    const endpoints = createEndpointClient();
    undo.unshift(async () => endpoints.close());
    const data = createDataPlane({
      findStage: createFindStage(store, accountId, ids),
      invoke: invocations.invoke,
      invokeStreaming: invocations.invokeStreaming,
      callEndpoint: endpoints.call,
      mayInvoke: (functionArn, sourceArn) => mayInvoke(store, accountId, functionArn, sourceArn),
      credentials: (accessKeyId) => findCredential(credentials, accessKeyId),
      clock,
      ids,
      record: ({ method, stageName, path, status, milliseconds, reason }) => {
        const why = reason === undefined ? "" : `: ${reason}`;
        log(`${method} /${stageName}${path} ${status} ${milliseconds} ms${why}`);
      },
    });
    const handle = (request: ServerRequest): Promise<RawResponse> => {
      const { destination, ...rest } = request;
      switch (destination.kind) {
        case "stage": {
          const { restApiId, stageName, rawPath } = destination;
          return data({ ...rest, restApiId, stageName, rawPath });
        }
        case "own":
          return ownPage(destination.rawPath, store);
        case "control":
          return control({ ...rest, rawPath: destination.rawPath });
      }
    };
    const server = await startServer({ host, port, ids, log, handle });
    endpoint = `http://${host}:${server.port}`;
    return {
      url: endpoint,
      port: server.port,
      close: once(async () => {
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

/** Remembers which invocations are under way, those too that nobody waits for. */
function tracked(runner: FunctionRunner): Pick<FunctionRunner, "invoke" | "invokeStreaming"> & {
  settled(): Promise<void>;
} {
  const underWay = new Set<Promise<unknown>>();
  const track = (running: Promise<unknown>): void => {
    const noted: Promise<unknown> = running.then(
      () => underWay.delete(noted),
      () => underWay.delete(noted),
    );
    underWay.add(noted);
  };
  return {
    invoke: (invocation) => {
      const running = runner.invoke(invocation);
      track(running);
      return running;
    },
    invokeStreaming: (invocation) => {
      const running = runner.invokeStreaming(invocation);
      track(running.then((result) => result.completed));
      return running;
    },
    settled: async () => {
      await Promise.all(underWay);
    },
  };
}

/** What stands below `/_gatewright`: how others recognise this gateway, and the code of functions. */
async function ownPage(path: string, store: Store): Promise<RawResponse> {
  if (path === "/_gatewright/health") {
    const body = Buffer.from(JSON.stringify({ name: "gatewright", version: packageVersion() }));
    return { status: 200, headers: [["Content-Type", "application/json"]], body };
  }
  const [, blob] = /^\/_gatewright\/code\/([0-9a-f]{64})$/.exec(path) ?? [];
  if (blob !== undefined && store.list(functions).some((record) => record.codeBlob === blob)) {
    return { status: 200, headers: [["Content-Type", "application/zip"]], body: await store.readBlob(blob) };
  }
  return plain(404, `${path} is nothing that this gateway has.`);
}

function mayInvoke(store: Store, accountId: string, functionArn: string, sourceArn: string): boolean {
  const record = findFunctionByArn(store, accountId, functionArn);
  // A function that is not there is reported by the invocation itself.
  if (record === undefined) return true;
  return permits(record.policy, {
    service: "apigateway.amazonaws.com",
    action: "lambda:InvokeFunction",
    sourceArn,
  });
}

function findCredential(credentials: Credentials, accessKeyId: string) {
  const credential = own(credentials, accessKeyId);
  return credential && { ...credential, userId: userIdOf(credential.arn) };
}

function blobsInUse(tables: Tables): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { document } of entriesOf(tables, functions.name)) {
    if (typeof document === "object" && document !== null && "codeBlob" in document) {
      names.add(String(document.codeBlob));
    }
  }
  return names;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
