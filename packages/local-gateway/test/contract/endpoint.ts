import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { APIGateway } from "@aws-sdk/client-api-gateway";
import { Lambda } from "@aws-sdk/client-lambda";
import { STS } from "@aws-sdk/client-sts";
import { startGateway } from "../../src/index.ts";
import { there } from "../fixtures/running-gateway.ts";
import { startBackend } from "./backend.ts";
import { rememberForRemoval } from "./clean-up.ts";
import { createPace } from "./pace.ts";
import { send } from "./request.ts";
import type { Run, StageOf } from "./scenario.ts";

/** What scenarios are played in, but for where they leave their answers. */
export type World = Omit<Run, "of" | "keep">;

export interface Endpoint {
  readonly world: World;
  /** Removes what the scenarios made. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

/** `aws`, the URL of a gateway that runs already, or undefined: a gateway of our own. */
export const target = process.env["GATEWRIGHT_CONTRACT_ENDPOINT"] || undefined;

/** Opens what the scenarios are played against. */
export async function openEndpoint(): Promise<Endpoint> {
  if (target === "aws") return openAws(process.env);
  if (target !== undefined) return openGateway(target.replace(/\/$/, ""));
  const gateway = await startGateway();
  return openGateway(gateway.url, () => gateway.close());
}

async function openGateway(url: string, closeGateway = async () => {}): Promise<Endpoint> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint: url, region: "us-east-1", credentials, maxAttempts: 1 };
  const backend = await startBackend();
  const accountId = await accountOf(new STS(settings));
  return open({
    api: new APIGateway(settings),
    lambda: new Lambda(settings),
    region: settings.region,
    accountId,
    role: `arn:aws:iam::${accountId}:role/contract`,
    loadBalancer: `arn:aws:elasticloadbalancing:us-east-1:${accountId}:loadbalancer/net/contract/50dc6c495c0c9188`,
    backend: backend.url,
    urlOf: ({ restApiId, stageName }) => `${url}/restapis/${restApiId}/${stageName}/_user_request_`,
    settled: async () => {},
    close: async () => {
      await closeGateway();
      await backend.close();
    },
  });
}

/** What only its owner can put into an account. */
const needed = {
  GATEWRIGHT_CONTRACT_ROLE: "the ARN of an execution role that lambda and apigateway may assume",
  GATEWRIGHT_CONTRACT_LOAD_BALANCER: "the ARN of a network load balancer",
  GATEWRIGHT_CONTRACT_BACKEND:
    "the URL at which AWS reaches a server that answers as test/contract/backend.ts",
};

/** The service itself, by the caller's credentials and Region as the SDK finds them, at the rates that it allows. */
async function openAws(environment: NodeJS.ProcessEnv): Promise<Endpoint> {
  const missing = Object.entries(needed).filter(([name]) => environment[name] === undefined);
  if (missing.length > 0) {
    throw new Error(`Set ${missing.map(([name, what]) => `${name} to ${what}`).join(", ")}.`);
  }
  const settings = { maxAttempts: 10 };
  const api = new APIGateway(settings);
  const pace = createPace({ now: Date.now, sleep });
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
    accountId: await accountOf(new STS(settings)),
    role: there(environment["GATEWRIGHT_CONTRACT_ROLE"]),
    loadBalancer: there(environment["GATEWRIGHT_CONTRACT_LOAD_BALANCER"]),
    backend: there(environment["GATEWRIGHT_CONTRACT_BACKEND"]).replace(/\/$/, ""),
    urlOf: ({ restApiId, stageName }) =>
      `https://${restApiId}.execute-api.${region}.amazonaws.com/${stageName}`,
    // About so long until a deployment of an edge-optimized API is everywhere.
    settled: () => sleep(60_000),
    close: async () => {},
  });
}

interface Opened extends Omit<World, "name" | "deploy" | "invoke"> {
  urlOf(stage: StageOf): string;
  close(): Promise<void>;
}

function open({ urlOf, close, ...opened }: Opened): Endpoint {
  const { api, lambda, settled } = opened;
  return {
    world: {
      ...opened,
      name: () => `contract-${randomUUID()}`,
      deploy: async (restApiId, stageName) => {
        await api.createDeployment({ restApiId, stageName });
        await settled();
      },
      invoke: (stage, path, request = {}) => send(urlOf(stage) + path, request),
    },
    clean: rememberForRemoval(api, lambda),
    close: async () => {
      for (const client of [api, lambda]) client.destroy();
      await close();
    },
  };
}

async function accountOf(sts: STS): Promise<string> {
  const { Account } = await sts.getCallerIdentity();
  sts.destroy();
  return there(Account);
}
