import { get } from "node:http";
import { APIGatewayClient, type APIGatewayClientConfig } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll } from "vitest";
import { type Gateway, type GatewayOptions, startGateway } from "../src/index.ts";

const configuration = (endpoint: string) => ({
  endpoint,
  region: "us-west-2",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});

export const apiGatewayOf = (url: string, options: APIGatewayClientConfig = {}) =>
  new APIGatewayClient({ ...configuration(url), ...options });
export const lambdaOf = (url: string) => new LambdaClient(configuration(url));
export const logsOf = (url: string) => new CloudWatchLogsClient(configuration(url));
export const iamOf = (url: string) => new IAMClient(configuration(url));
export const stsOf = (url: string, accessKeyId = "test") =>
  new STSClient({ ...configuration(url), credentials: { accessKeyId, secretAccessKey: "test" } });

/** A gateway in memory for the tests of one file, and the real clients of it. */
export function useGateway(options: GatewayOptions = {}) {
  let gateway: Gateway | undefined;
  let apiGateway: APIGatewayClient | undefined;
  let lambda: LambdaClient | undefined;
  let iam: IAMClient | undefined;
  beforeAll(async () => {
    gateway = await startGateway(options);
    apiGateway = apiGatewayOf(gateway.url);
    lambda = lambdaOf(gateway.url);
    iam = iamOf(gateway.url);
  });
  afterAll(async () => {
    for (const client of [apiGateway, lambda, iam]) client?.destroy();
    await gateway?.close();
  });
  return {
    get url() {
      return there(gateway).url;
    },
    get apiGateway() {
      return there(apiGateway);
    },
    get lambda() {
      return there(lambda);
    },
    get iam() {
      return there(iam);
    },
  };
}

/** A value that has to be there for the test to go on. */
export function there<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error("the value is not there");
  return value;
}

/** What a call is refused with. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = Reflect.get(error, "$metadata");
    const status =
      typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
    return {
      name: error.name,
      status: typeof status === "number" ? status : undefined,
      message: error.message,
    };
  }
  throw new Error("the call was not refused");
}

/** An answer without what differs from run to run and from the wire. */
export function plainly<T extends object>(answer: T): Omit<T, "$metadata"> {
  const { $metadata: _metadata, ...rest } = answer as T & { readonly $metadata?: unknown };
  return rest;
}

/** Why the last request was refused, as its record says. */
export async function lastReason(url: string): Promise<string | undefined> {
  const page: unknown = await (await fetch(`${url}/_gatewright/requests?limit=1`)).json();
  const { requests } = page as { readonly requests: readonly { readonly reason?: string }[] };
  return requests[0]?.reason;
}

/** A GET with a `Host` header of one's own, which `fetch` does not allow. */
export function getAs(
  url: string,
  host: string,
  path: string,
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    get({ hostname, port, path, headers: { host }, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, text }));
    }).on("error", reject);
  });
}
