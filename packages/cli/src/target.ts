import { closeTarget, createTarget, type Target } from "@gatewright/deploy";
import { startGateway } from "@gatewright/local-gateway";
import { dataDirectory } from "./project-folder.ts";
import { findGateway, usualUrl } from "./running-gateway.ts";
import { UsageError } from "./usage-error.ts";

export interface TargetOptions {
  readonly project: string;
  readonly target: string;
  readonly endpointUrl?: string;
  readonly region?: string;
}

export interface ChosenTarget {
  readonly target: Target;
  /** The URL at which an API will be called, of the one at which it is now. */
  readonly callUrl: (url: string) => string;
  /** What a person should know of the choice; absent when there is nothing to know. */
  readonly note?: string;
}

/**
 * Runs `use` with the target that the options name: AWS, or the local API Gateway. Of local ones the endpoint
 * given comes first, then `GATEWRIGHT_URL`, then the gateway that runs; where none runs, one is opened on the
 * project's own data directory for the time of `use`, so that the next `gatewright gateway` has what was deployed.
 */
export async function withTarget<T>(
  options: TargetOptions,
  use: (chosen: ChosenTarget) => Promise<T>,
): Promise<T> {
  if (options.target === "aws") return withClients({ ...region(options) }, { callUrl: same }, use);
  if (options.target !== "local") {
    throw new UsageError("InvalidTarget", `--target ${options.target}: a target is local or aws.`);
  }
  const local = { ...region(options), credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const endpoint =
    options.endpointUrl ?? process.env["GATEWRIGHT_URL"] ?? (await findGateway(options.project));
  if (endpoint !== undefined)
    return withClients({ ...local, endpoint: checkUrl(endpoint) }, { callUrl: same }, use);

  const directory = dataDirectory(options.project);
  if (directory === undefined) {
    throw new UsageError(
      "NoGateway",
      "No local API Gateway runs, and there is no package.json whose folder could keep its state. Start one: npx gatewright gateway",
    );
  }
  const gateway = await startGateway({ port: 0, dataDirectory: directory });
  try {
    const note = "No local API Gateway runs. The next one serves what was deployed: npx gatewright gateway";
    const callUrl = (url: string) => url.replace(gateway.url, usualUrl());
    return await withClients({ ...local, endpoint: gateway.url }, { callUrl, note }, use);
  } finally {
    await gateway.close();
  }
}

function same(url: string) {
  return url;
}

async function withClients<T>(
  options: Parameters<typeof createTarget>[0],
  chosen: Omit<ChosenTarget, "target">,
  use: (chosen: ChosenTarget) => Promise<T>,
): Promise<T> {
  const target = await createTarget(options);
  try {
    return await use({ target, ...chosen });
  } finally {
    closeTarget(target);
  }
}

function region({ region }: TargetOptions) {
  return region === undefined ? {} : { region };
}

function checkUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new UsageError("InvalidUrl", `--endpoint-url ${url}: that is no URL such as http://127.0.0.1:4566.`);
}
