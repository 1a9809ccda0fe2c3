import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiRequest,
  PutIntegrationCommand,
  type PutIntegrationRequest,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseRequest,
  PutMethodCommand,
  type PutMethodRequest,
  PutMethodResponseCommand,
  type ResponseTransferMode,
} from "@aws-sdk/client-api-gateway";
import { CreateFunctionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { there } from "./running-gateway.ts";

export interface MethodToDeploy {
  /** Such as `/orders/{id}`. */
  readonly path: string;
  /** ANY when absent. */
  readonly httpMethod?: string;
  readonly method?: Partial<PutMethodRequest>;
  readonly integration: Omit<PutIntegrationRequest, "restApiId" | "resourceId" | "httpMethod">;
  /** Integration responses by status; their headers are declared on the method responses too. */
  readonly responses?: Readonly<Record<string, Partial<PutIntegrationResponseRequest>>>;
  /** Of the method responses, by status. */
  readonly responseModels?: Readonly<Record<string, Record<string, string>>>;
}

export interface ApiToDeploy {
  readonly methods: readonly MethodToDeploy[];
  readonly api?: Partial<CreateRestApiRequest>;
  readonly variables?: Record<string, string>;
  /** What else the API needs before it is deployed. */
  readonly prepare?: (restApiId: string) => Promise<Partial<PutMethodRequest>>;
}

/** Puts an API together by real calls, deploys it to the stage `test`, and returns the path before its resources. */
export async function deployApi(client: APIGatewayClient, toDeploy: ApiToDeploy): Promise<string> {
  const created = await client.send(
    new CreateRestApiCommand({
      name: "api",
      endpointConfiguration: { types: ["REGIONAL"] },
      ...toDeploy.api,
    }),
  );
  const restApiId = there(created.id);
  const resources = new Map([["", there(created.rootResourceId)]]);
  const common = (await toDeploy.prepare?.(restApiId)) ?? {};
  for (const route of toDeploy.methods) {
    const { path, httpMethod = "ANY", method, integration, responses = {} } = route;
    const resourceId = await resourceOf(path.replace(/\/$/, ""));
    const target = { restApiId, resourceId, httpMethod };
    await client.send(new PutMethodCommand({ authorizationType: "NONE", ...common, ...method, ...target }));
    await client.send(new PutIntegrationCommand({ ...integration, ...target }));
    for (const [statusCode, response] of Object.entries(responses)) {
      const names = Object.keys(response.responseParameters ?? {});
      const responseParameters = Object.fromEntries(names.map((name) => [name, false]));
      const responseModels = route.responseModels?.[statusCode];
      await client.send(
        new PutMethodResponseCommand({
          ...target,
          statusCode,
          responseParameters,
          ...(responseModels && { responseModels }),
        }),
      );
      await client.send(new PutIntegrationResponseCommand({ ...response, ...target, statusCode }));
    }
  }
  const { variables } = toDeploy;
  await client.send(
    new CreateDeploymentCommand({ restApiId, stageName: "test", ...(variables && { variables }) }),
  );
  return `/restapis/${restApiId}/test/_user_request_`;

  async function resourceOf(path: string): Promise<string> {
    const known = resources.get(path);
    if (known !== undefined) return known;
    const slash = path.lastIndexOf("/");
    const parentId = await resourceOf(path.slice(0, slash));
    const made = await client.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart: path.slice(slash + 1) }),
    );
    resources.set(path, there(made.id));
    return there(made.id);
  }
}

/** Sends bytes as they are, and returns what comes until the connection ends. */
export function exchange(url: string, ...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.on("data", (chunk) => received.push(chunk));
    socket.on("error", (error) => (received.length > 0 ? undefined : reject(error)));
    socket.on("close", () => resolve(Buffer.concat(received).toString("latin1")));
  });
}

/** The lines of a request that asks for the connection to be closed. */
export function requestText(line: string, headers: readonly string[] = [], body = ""): string {
  return [`${line} HTTP/1.1`, "Host: localhost", ...headers, "Connection: close", "", body].join("\r\n");
}

const role = "arn:aws:iam::123456789012:role/r";

/** Creates a function of one file and returns an integration that calls it, as a role and not by its policy. */
export async function functionIntegration(
  client: LambdaClient,
  code: string,
  type: "AWS" | "AWS_PROXY" = "AWS_PROXY",
  responseTransferMode: ResponseTransferMode = "BUFFERED",
) {
  const created = await client.send(
    new CreateFunctionCommand({
      FunctionName: `f-${randomUUID()}`,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: role,
      Code: { ZipFile: zipSync({ "index.js": strToU8(code) }) },
    }),
  );
  const path =
    responseTransferMode === "STREAM"
      ? `2021-11-15/functions/${created.FunctionArn}/response-streaming-invocations`
      : `2015-03-31/functions/${created.FunctionArn}/invocations`;
  return {
    type,
    integrationHttpMethod: "POST",
    credentials: role,
    uri: `arn:aws:apigateway:us-west-2:lambda:path/${path}`,
    ...(type === "AWS_PROXY" && { responseTransferMode }),
  };
}
