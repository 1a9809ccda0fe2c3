import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  GetCallerIdentityCommand,
  STSClient,
  type STSClientConfig,
  STSServiceException,
} from "@aws-sdk/client-sts";
import { DeployError, reasonOf } from "./errors.ts";
import type { Scope } from "./state.ts";

/** Where to deploy to: an account and Region of AWS, or an endpoint that speaks its protocol. */
export interface Target {
  readonly clients: Clients;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** Without a slash at its end; absent for AWS. */
  readonly endpoint?: string;
}

export interface Clients {
  readonly apiGateway: APIGatewayClient;
  /** For calls that must not be sent again unseen: one attempt. */
  readonly apiGatewayOnce: APIGatewayClient;
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

export interface TargetOptions {
  /** The address of a local gateway, such as `http://127.0.0.1:4566`. Without it: AWS. */
  readonly endpoint?: string;
  /** Default: for AWS what the SDK finds in the environment and configuration files; for an endpoint `us-east-1`. */
  readonly region?: string;
  /** Default: for AWS what the SDK finds; for an endpoint a fixed pair that means nothing, so that none leaks. */
  readonly credentials?: NonNullable<STSClientConfig["credentials"]>;
}

/**
 * Makes the clients, and asks who is calling: whoever cannot answer that has no credentials to deploy with.
 *
 * @throws DeployError `NoCredentials`, `InvalidCredentials`, `NoRegion`, `CallFailed`
 */
export async function createTarget(options: TargetOptions = {}): Promise<Target> {
  const endpoint = options.endpoint?.replace(/\/+$/, "");
  const local = endpoint !== undefined;
  const credentials = options.credentials ?? (local ? localCredentials : undefined);
  const region = options.region ?? (local ? "us-east-1" : undefined);
  const config = {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    // API Gateway's quota is ten calls a second; the SDK's three attempts are used up before the next second.
    retryMode: "standard",
    maxAttempts: 8,
  };
  // Who calls is asked once, while somebody waits: an endpoint that is not there should be known at once.
  const sts = new STSClient({ ...config, maxAttempts: 2 });
  await checkCredentials(sts);
  const resolvedRegion = await resolveRegion(sts);
  const { accountId, partition } = await whoCalls(sts, endpoint);
  const clients = {
    sts,
    apiGateway: new APIGatewayClient({ ...config, region: resolvedRegion }),
    apiGatewayOnce: new APIGatewayClient({ ...config, region: resolvedRegion, maxAttempts: 1 }),
    lambda: new LambdaClient({ ...config, region: resolvedRegion }),
    iam: new IAMClient({ ...config, region: resolvedRegion }),
  };
  return { clients, region: resolvedRegion, accountId, partition, ...(local ? { endpoint } : {}) };
}

/** Ends the clients' connections. */
export function closeTarget({ clients }: Target): void {
  for (const client of Object.values(clients)) client.destroy();
}

/** What one API of a project is deployed as. */
export function scopeOf({ region, accountId, partition }: Target, api: string, stage: string): Scope {
  return { api, stage, region, accountId, partition };
}

/** The address at which a stage is called, without a slash at its end. */
export function invokeUrl(
  { endpoint, partition }: Target,
  { region, stage }: Scope,
  restApiId: string,
): string {
  if (endpoint !== undefined) return `${endpoint}/restapis/${restApiId}/${stage}/_user_request_`;
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://${restApiId}.execute-api.${region}.${domain}/${stage}`;
}

/** What everyone gives local stand-ins for AWS. */
const localCredentials = { accessKeyId: "test", secretAccessKey: "test" };

async function checkCredentials(sts: STSClient): Promise<void> {
  try {
    await sts.config.credentials();
  } catch (cause) {
    const message =
      "There are no AWS credentials. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run aws sso login, or deploy to the local gateway.";
    throw new DeployError("NoCredentials", message, { cause });
  }
}

async function resolveRegion(sts: STSClient): Promise<string> {
  try {
    return await sts.config.region();
  } catch (cause) {
    throw new DeployError(
      "NoRegion",
      "It is not said which AWS Region to deploy to. Set --region or AWS_REGION.",
      { cause },
    );
  }
}

async function whoCalls(
  sts: STSClient,
  endpoint: string | undefined,
): Promise<{ accountId: string; partition: string }> {
  try {
    const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    return { accountId: Account, partition: Arn.split(":")[1] || "aws" };
  } catch (cause) {
    const reason = reasonOf(cause);
    const where = endpoint === undefined ? "AWS" : `The local gateway at ${endpoint}`;
    if (endpoint !== undefined && !(cause instanceof STSServiceException)) {
      throw new DeployError("CallFailed", `${where} does not answer (${reason}). Is it running?`, { cause });
    }
    const advice =
      endpoint === undefined
        ? "Renew them, with aws sso login for example."
        : "Use those that it was started with.";
    throw new DeployError(
      "InvalidCredentials",
      `${where} does not accept the credentials (${reason}). ${advice}`,
      { cause },
    );
  }
}
