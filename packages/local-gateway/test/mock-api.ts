import { randomUUID } from "node:crypto";
import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiRequest,
  GetResourcesCommand,
  PutIntegrationCommand,
  type PutIntegrationRequest,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  type PutMethodRequest,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, CreateFunctionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { there } from "./running-gateway.ts";

export interface RouteOptions {
  readonly method?: Partial<PutMethodRequest>;
  readonly integration?: Partial<PutIntegrationRequest>;
  /** Of the MOCK integration that a route has by default. */
  readonly responseTemplate?: string;
}

/** Makes an API with routes such as `GET /a/{id}`: they answer 200 by MOCK unless they say otherwise. */
export async function makeApi(
  client: APIGatewayClient,
  routes: Readonly<Record<string, RouteOptions>>,
  settings: Partial<CreateRestApiRequest> = {},
): Promise<string> {
  const { id } = await client.send(new CreateRestApiCommand({ name: "api", ...settings }));
  await addRoutes(client, there(id), routes);
  return there(id);
}

export async function addRoutes(
  client: APIGatewayClient,
  restApiId: string,
  routes: Readonly<Record<string, RouteOptions>>,
): Promise<void> {
  for (const [route, { method, integration, responseTemplate }] of Object.entries(routes)) {
    const [httpMethod = "", path = ""] = route.split(" ");
    const resourceId = await resourceAt(client, restApiId, path);
    const where = { restApiId, resourceId, httpMethod };
    await client.send(new PutMethodCommand({ ...where, authorizationType: "NONE", ...method }));
    await client.send(
      new PutIntegrationCommand({
        ...where,
        type: "MOCK",
        requestTemplates: { "application/json": '{"statusCode": 200}' },
        passthroughBehavior: "NEVER",
        ...integration,
      }),
    );
    if (integration?.type !== undefined) continue;
    await client.send(new PutMethodResponseCommand({ ...where, statusCode: "200" }));
    await client.send(
      new PutIntegrationResponseCommand({
        ...where,
        statusCode: "200",
        responseTemplates: { "application/json": responseTemplate ?? '{"ok": true}' },
      }),
    );
  }
}

export async function deploy(client: APIGatewayClient, restApiId: string, stageName = "prod"): Promise<void> {
  await client.send(new CreateDeploymentCommand({ restApiId, stageName }));
}

async function resourceAt(client: APIGatewayClient, restApiId: string, path: string): Promise<string> {
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  const known = items.find((resource) => resource.path === path);
  if (known !== undefined) return there(known.id);
  const [, parent = "", pathPart = ""] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  const parentId = await resourceAt(client, restApiId, parent === "" ? "/" : parent);
  const { id } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
  return there(id);
}

/** Makes a function of the source of an `index.mjs`; the URI by which integrations and authorizers name it. */
export async function makeFunction(
  client: LambdaClient,
  FunctionName: string,
  source: string,
): Promise<string> {
  const { FunctionArn } = await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { ZipFile: zipSync({ "index.mjs": strToU8(source) }) },
    }),
  );
  return `arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`;
}

/** Lets API Gateway invoke a function for what an ARN pattern names. */
export async function permit(client: LambdaClient, FunctionName: string, SourceArn?: string): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: randomUUID(),
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
      ...(SourceArn === undefined ? {} : { SourceArn }),
    }),
  );
}

/** The integration of a Lambda proxy. */
export function proxyTo(uri: string): Partial<PutIntegrationRequest> {
  return { type: "AWS_PROXY", integrationHttpMethod: "POST", uri };
}

/** Status, body and kind of error of an answer. */
export async function answerOf(call: Promise<Response>) {
  const response = await call;
  const text = await response.text();
  return { status: response.status, errorType: response.headers.get("x-amzn-errortype"), text };
}
