import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { APIGateway } from "@aws-sdk/client-api-gateway";
import { Lambda } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { startGateway } from "../../src/index.ts";
import { there } from "../running-gateway.ts";
import { rememberForRemoval } from "./clean-up.ts";
import { createPace } from "./pace.ts";
import { send } from "./request.ts";
import type { Run, StageOf } from "./scenario.ts";

export interface Endpoint {
  readonly world: Omit<Run, "of" | "keep">;
  /** Whether it is the service itself, for which there are no exceptions and where everything takes long. */
  readonly isAws: boolean;
  /** Removes what the scenarios made. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

/**
 * What the scenarios are played against: `GATEWRIGHT_CONTRACT_ENDPOINT`, the URL of a gateway that runs already, or
 * `aws` for the service itself, with the caller's own credentials and Region and with the execution role that
 * `GATEWRIGHT_CONTRACT_ROLE` names; without the variable, a gateway of our own.
 */
export async function openEndpoint(environment: NodeJS.ProcessEnv): Promise<Endpoint> {
  const target = environment["GATEWRIGHT_CONTRACT_ENDPOINT"] ?? "";
  if (target === "aws") return openAws(environment);
  if (target !== "") return openGateway(target.replace(/\/$/, ""));
  const gateway = await startGateway();
  return openGateway(gateway.url, () => gateway.close());
}

async function openGateway(url: string, close = async () => {}): Promise<Endpoint> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint: url, region: "us-east-1", credentials, maxAttempts: 1 };
  return open({
    api: new APIGateway(settings),
    lambda: new Lambda(settings),
    region: settings.region,
    accountId: await accountOf(new STSClient(settings)),
    role: undefined,
    loadBalancer: undefined,
    urlOf: ({ restApiId, stageName }) => `${url}/restapis/${restApiId}/${stageName}/_user_request_`,
    settled: async () => {},
    isAws: false,
    close,
  });
}

async function openAws(environment: NodeJS.ProcessEnv): Promise<Endpoint> {
  const role = environment["GATEWRIGHT_CONTRACT_ROLE"];
  if (role === undefined) {
    throw new Error(
      "GATEWRIGHT_CONTRACT_ROLE has to name an execution role that API Gateway may assume too.",
    );
  }
  const settings = { maxAttempts: 10 };
  const api = new APIGateway(settings);
  const pace = createPace();
  api.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        await pace(commandName.replace(/Command$/, ""));
        return next(args);
      },
    // Inside of the retries, each of which counts at API Gateway.
    { step: "finalizeRequest", priority: "low" },
  );
  const region = await api.config.region();
  return open({
    api,
    lambda: new Lambda(settings),
    region,
    accountId: await accountOf(new STSClient(settings)),
    role,
    loadBalancer: environment["GATEWRIGHT_CONTRACT_LOAD_BALANCER"],
    urlOf: ({ restApiId, stageName }) =>
      `https://${restApiId}.execute-api.${region}.amazonaws.com/${stageName}`,
    // A deployment of an edge-optimized API takes about so long to be everywhere.
    settled: () => sleep(60_000),
    isAws: true,
    close: async () => {},
  });
}

interface Opened extends Pick<Run, "api" | "lambda" | "region" | "accountId"> {
  /** When undefined, any will do. */
  readonly role: string | undefined;
  readonly loadBalancer: string | undefined;
  readonly isAws: boolean;
  urlOf(stage: StageOf): string;
  /** Waits until what was deployed is answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

function open({
  api,
  lambda,
  region,
  accountId,
  role,
  loadBalancer,
  isAws,
  urlOf,
  settled,
  close,
}: Opened): Endpoint {
  const clean = rememberForRemoval(api, lambda);
  const world: Endpoint["world"] = {
    api,
    lambda,
    region,
    accountId,
    role: role ?? `arn:aws:iam::${accountId}:role/contract`,
    loadBalancer:
      loadBalancer ??
      `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/net/contract/50dc6c495c0c9188`,
    name: () => `contract-${randomUUID()}`,
    deploy: async (restApiId, stageName) => {
      await api.createDeployment({ restApiId, stageName });
      await settled();
    },
    settled,
    invoke: (stage, path, request = {}) => send(urlOf(stage) + path, request),
  };
  return {
    world,
    isAws,
    clean,
    close: async () => {
      for (const client of [api, lambda]) client.destroy();
      await close();
    },
  };
}

async function accountOf(sts: STSClient): Promise<string> {
  const { Account } = await sts.send(new GetCallerIdentityCommand());
  sts.destroy();
  return there(Account);
}
