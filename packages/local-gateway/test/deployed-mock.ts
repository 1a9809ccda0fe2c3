import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { there } from "./running-gateway.ts";

/** Makes an API with one method in front of a mock, and a deployment of it that no stage serves yet. */
export async function deployMock(
  apiGateway: APIGatewayClient,
): Promise<{ readonly id: string; readonly rootId: string; readonly deploymentId: string }> {
  const api = await apiGateway.send(new CreateRestApiCommand({ name: "deployed" }));
  const id = there(api.id);
  const rootId = there(api.rootResourceId);
  const method = { restApiId: id, resourceId: rootId, httpMethod: "GET" };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await apiGateway.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  const deployment = await apiGateway.send(new CreateDeploymentCommand({ restApiId: id }));
  return { id, rootId, deploymentId: there(deployment.id) };
}
