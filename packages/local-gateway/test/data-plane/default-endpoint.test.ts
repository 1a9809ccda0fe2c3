import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  GetRestApiCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { expect, it } from "vitest";
import { deploy, makeApi } from "../fixtures/mock-api.ts";
import { getAs, plainly, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

it("answers 403 where disableExecuteApiEndpoint is in force, and custom domain names go on", async () => {
  const restApiId = await makeApi(gateway.apiGateway, { "GET /": { responseTemplate: '"here"' } });
  await deploy(gateway.apiGateway, restApiId, "prod");
  await deploy(gateway.apiGateway, restApiId, "test");
  await gateway.apiGateway.send(new CreateDomainNameCommand({ domainName: "api.example.com" }));
  await gateway.apiGateway.send(
    new CreateBasePathMappingCommand({ domainName: "api.example.com", restApiId, stage: "prod" }),
  );
  const statuses = async () => ({
    path: (await fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_/`)).status,
    host: (await getAs(gateway.url, `${restApiId}.execute-api.localhost`, "/test/")).status,
    domain: (await getAs(gateway.url, "api.example.com", "/")).status,
  });
  const disable = async (value: string) => {
    const patchOperations = [{ op: "replace" as const, path: "/disableExecuteApiEndpoint", value }];
    await gateway.apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  };
  const updateStage = async () => {
    const patchOperations = [{ op: "replace" as const, path: "/description", value: "again" }];
    await gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName: "test", patchOperations }));
  };
  await disable("true");
  expect(await statuses()).toEqual({ path: 200, host: 200, domain: 200 });

  await updateStage();
  expect(await statuses()).toEqual({ path: 403, host: 403, domain: 200 });
  const answer = await fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_/`);
  expect(answer.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
  expect(await answer.text()).toBe('{"message":"Forbidden"}');
  const api = plainly(await gateway.apiGateway.send(new GetRestApiCommand({ restApiId })));
  expect(api).toMatchObject({ disableExecuteApiEndpoint: true });
  expect(api).not.toHaveProperty("isEndpointDisabled");

  await disable("false");
  expect(await statuses()).toEqual({ path: 403, host: 403, domain: 200 });
  await deploy(gateway.apiGateway, restApiId, "test");
  expect(await statuses()).toEqual({ path: 200, host: 200, domain: 200 });
});
