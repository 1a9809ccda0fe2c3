import {
  CreateDeploymentCommand,
  GetIntegrationCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { describe } from "@gatewright/runtime/describe";
import { openapi } from "@gatewright/runtime/openapi";
import { expect, test } from "vitest";
import { deployProject, loadProject } from "../src/index.ts";
import { lambdaIntegration } from "../src/openapi.ts";
import { shop } from "./fixtures/shop/src/api.ts";
import { useGateway } from "./gateway.ts";
import { stateOf } from "./states.ts";
import { temporaryShop } from "./temporary-project.ts";

const { target } = useGateway();

const functionOf: Readonly<Record<string, string>> = { hello: "hello", greet: "greet", item: "hello" };

test("an imported document serves what a deployment serves", async () => {
  const { apiGateway, lambda } = target().clients;
  const [deployed] = await deployProject(await loadProject(await temporaryShop()), target(), {
    stage: "open",
  });
  const document = openapi(await describe(shop), {
    target: "3.0.1",
    integration: (route) =>
      lambdaIntegration(route, {
        functionArn: `arn:aws:lambda:us-east-1:123456789012:function:shop-open-${functionOf[route.key]}`,
      }),
  });
  const imported = await apiGateway.send(
    new ImportRestApiCommand({
      body: new TextEncoder().encode(JSON.stringify(document)),
      failOnWarnings: true,
    }),
  );
  const restApiId = imported.id ?? "";
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "open" }));
  for (const name of ["hello", "greet"]) {
    const permission = {
      FunctionName: `shop-open-${name}`,
      StatementId: "imported",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    };
    await lambda.send(new AddPermissionCommand(permission));
  }

  const answers = (url: string | undefined) =>
    Promise.all(
      ["/", "/greeting?greeter=me", "/greeting?greeter=%22%7D", "/greeting", "/greeting?greeter=nobody"].map(
        async (path) => {
          const response = await fetch(url + path);
          const { id: _, ...body } = (await response.json()) as Readonly<Record<string, unknown>>;
          return [response.status, response.headers.get("content-type"), body];
        },
      ),
    );
  const ours = await answers(deployed?.url);
  expect(ours.map(([status]) => status)).toEqual([200, 200, 200, 400, 404]);
  expect(await answers(`${target().endpoint}/restapis/${restApiId}/open/_user_request_`)).toEqual(ours);

  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId }));
  const greeting = items.find(({ path }) => path === "/greeting");
  const integration = new GetIntegrationCommand({ restApiId, resourceId: greeting?.id, httpMethod: "GET" });
  const wanted = stateOf((await describe(shop)).routes).restApi?.methods.find(
    ({ path }) => path === "/greeting",
  );
  expect((await apiGateway.send(integration)).requestTemplates).toEqual(
    wanted?.integration?.requestTemplates,
  );
});

test("a proxy integration is told where its function is, and whether that streams", async () => {
  const { routes } = await describe(shop);
  const [hello] = routes;
  if (hello === undefined) throw new Error("There is no route.");
  const functionArn = "arn:aws-cn:lambda:cn-north-1:123456789012:function:hello:live";
  expect(lambdaIntegration(hello, { functionArn })).toEqual({
    type: "aws_proxy",
    httpMethod: "POST",
    uri: `arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  });
  expect(lambdaIntegration(hello, { functionArn, streams: true })).toMatchObject({
    responseTransferMode: "STREAM",
    timeoutInMillis: 900_000,
  });
  expect(() => lambdaIntegration(hello, { functionArn: "hello" })).toThrow(
    expect.objectContaining({ code: "InvalidName" }),
  );
});
