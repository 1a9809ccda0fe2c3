import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type FaultDocument, GatewayError, startGateway } from "@gatewright/local-gateway";
import { readServiceEndpoints, readUserPools } from "../gateway-options.ts";
import { lineWriter } from "../line-writer.ts";
import { dataDirectory } from "../project-folder.ts";
import { register } from "../running-gateway.ts";
import { UsageError } from "../usage-error.ts";

export interface GatewayOptions {
  readonly port: string;
  /** A directory, `true` for the project's own, `false` for memory. */
  readonly data: string | boolean;
  readonly quotas?: boolean;
  /** A file. */
  readonly faults?: string;
  readonly allowedHost: readonly string[];
  /** `ID`, or `ID=URL` with the URL of the keys. */
  readonly userPool: readonly string[];
  /** `SERVICE=URL`. */
  readonly serviceEndpoint: readonly string[];
  readonly streamLimit: boolean;
  readonly json?: boolean;
}

/** Runs the local API Gateway until SIGTERM or SIGINT. stdout gets one line, when it is ready. */
export async function gateway(options: GatewayOptions): Promise<void> {
  const directory = chosenDirectory(options.data);
  const faults = options.faults === undefined ? undefined : readFaults(options.faults);
  const running = await startGateway({
    port: parsePort(options.port),
    ...(directory !== undefined && { dataDirectory: directory }),
    ...(options.quotas === true && { quotas: true }),
    allowedHosts: options.allowedHost,
    userPools: readUserPools(options.userPool),
    serviceEndpoints: readServiceEndpoints(options.serviceEndpoint),
    limitsStreams: options.streamLimit,
    ...(faults !== undefined && { faults }),
    log: lineWriter((text) => process.stderr.write(text)),
  }).catch((error: unknown) => {
    throw inFile(error, options.faults);
  });
  const unregister = await register(running.url, process.cwd());
  const stopped = new Promise<void>((resolveStopped, reject) => {
    const stop = () => {
      unregister();
      running.close().then(resolveStopped, reject);
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  });
  console.log(
    options.json
      ? JSON.stringify({ url: running.url })
      : `Local API Gateway: ${running.url}  (state: ${directory ?? "in memory"}; Ctrl-C ends it)`,
  );
  await stopped;
}

function chosenDirectory(data: string | boolean): string | undefined {
  if (typeof data === "string") return resolve(data);
  return data ? dataDirectory(process.cwd()) : undefined;
}

/** The gateway checks what is in it. */
function readFaults(file: string): FaultDocument {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as FaultDocument;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError("FaultsUnreadable", `--faults ${file}: ${why}. Give a file of JSON.`, { cause });
  }
}

/** What is wrong with the faults is said together with the file that they are from. */
function inFile(error: unknown, file: string | undefined): unknown {
  if (!(error instanceof GatewayError) || error.code !== "FaultsInvalid") return error;
  return new UsageError(error.code, `--faults ${file}: ${error.message}`, { cause: error });
}

function parsePort(port: string): number {
  const number = Number(port);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new UsageError(
    "InvalidPort",
    `--port ${port}: a port is a whole number from 0 (any free one) to 65535.`,
  );
}
