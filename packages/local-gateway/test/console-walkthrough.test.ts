import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateIntegrationCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, CreateFunctionCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { there, useGateway } from "./fixtures/running-gateway.ts";

const gateway = useGateway();

const createFunction = (name: string, source: string) =>
  gateway.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs18.x",
      Role: "arn:aws:iam::123456789012:role/lambda-ex",
      Handler: "index.handler",
      Code: { ZipFile: zipSync({ "index.js": strToU8(source) }) },
    }),
  );

const invocation = (name: string) =>
  `arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/arn:aws:lambda:us-west-2:123456789012:function:${name}/invocations`;

// AWS: "Create a REST API with Lambda integrations in Amazon API Gateway", with calls instead of the console.
test("the walkthrough with a proxy and a custom method: a stage serves what was deployed, not what is", async () => {
  await createFunction(
    "my-function",
    `exports.handler = async () => ({ statusCode: 200, body: JSON.stringify("Hello from Lambda!") });`,
  );
  await createFunction(
    "my-function2",
    `exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.myParam) });`,
  );
  const api = gateway.apiGateway;
  const { id: restApiId } = await api.send(
    new CreateRestApiCommand({ name: "my-api", endpointConfiguration: { types: ["REGIONAL"] } }),
  );
  const { items } = await api.send(new GetResourcesCommand({ restApiId }));
  const root = { restApiId, resourceId: there(items?.[0]?.id), httpMethod: "GET" };
  const url = `${gateway.url}/restapis/${restApiId}/prod/_user_request_`;
  const answer = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, body: await response.text() };
  };
  const permit = (name: string, path: string) =>
    gateway.lambda.send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: "api",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: `arn:aws:execute-api:us-west-2:123456789012:${restApiId}/*/GET${path}`,
      }),
    );
  const deploy = () => api.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));

  await api.send(new PutMethodCommand({ ...root, authorizationType: "NONE" }));
  await api.send(
    new PutIntegrationCommand({
      ...root,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: invocation("my-function"),
    }),
  );
  await deploy();
  expect(await answer("/")).toEqual({ status: 500, body: '{"message": "Internal server error"}' });
  await permit("my-function", "/");
  expect(await answer("/")).toEqual({ status: 200, body: '"Hello from Lambda!"' });

  const { id: resourceId } = await api.send(
    new CreateResourceCommand({ restApiId, parentId: root.resourceId, pathPart: "my-resource" }),
  );
  const myResource = { restApiId, resourceId, httpMethod: "GET" };
  await api.send(new PutMethodCommand({ ...myResource, authorizationType: "NONE" }));
  await api.send(new PutMethodResponseCommand({ ...myResource, statusCode: "200" }));
  await api.send(
    new PutIntegrationCommand({
      ...myResource,
      type: "AWS",
      integrationHttpMethod: "POST",
      uri: invocation("my-function2"),
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      requestTemplates: { "application/json": `{\n       "myParam": "$input.params('myParam')"\n   }` },
    }),
  );
  await api.send(new PutIntegrationResponseCommand({ ...myResource, statusCode: "200" }));
  await permit("my-function2", "/my-resource");
  const path = "/my-resource?myParam=Hello%20from%20API%20Gateway!";
  expect(await answer(path)).toMatchObject({ status: 403 });
  await deploy();
  expect(await answer(path)).toEqual({
    status: 200,
    body: '{"statusCode":200,"body":"\\"Hello from API Gateway!\\""}',
  });
  expect(await answer("/")).toEqual({ status: 200, body: '"Hello from Lambda!"' });

  await api.send(
    new UpdateIntegrationCommand({
      ...myResource,
      patchOperations: [
        { op: "replace", path: "/requestTemplates/application~1json", value: '{"myParam":"changed"}' },
      ],
    }),
  );
  expect(await answer(path)).toMatchObject({ body: expect.stringContaining("Hello from API Gateway!") });
  await deploy();
  expect(await answer(path)).toMatchObject({ body: expect.stringContaining("changed") });
});
