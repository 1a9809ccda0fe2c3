import {
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteMethodCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  DeleteResourceCommand,
  DeleteStageCommand,
  GetIntegrationCommand,
  GetMethodCommand,
  GetResourceCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateResourceCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { deployMock } from "../fixtures/deployed-mock.ts";
import { refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let rootId = "";
let deploymentId = "";

beforeEach(async () => {
  const api = await deployMock(gateway.apiGateway);
  ({ id: restApiId, rootId, deploymentId } = api);
});

const createResource = async (parentId: string, pathPart: string) =>
  there((await gateway.apiGateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id);
const putMethod = (resourceId: string, httpMethod: string, input = {}) =>
  gateway.apiGateway.send(
    new PutMethodCommand({ restApiId, resourceId, httpMethod, authorizationType: "NONE", ...input }),
  );

describe("what is in use cannot be deleted, and can when it no longer is", () => {
  interface Case {
    /** Makes something and uses it; resolves to how it is deleted and how its use ends. */
    readonly use: () => Promise<{
      readonly remove: () => Promise<unknown>;
      readonly release: () => Promise<unknown>;
    }>;
    readonly refusal: { readonly name: string; readonly status: number; readonly message: string };
  }
  const model = async () => {
    const schema = '{"type":"object"}';
    await gateway.apiGateway.send(
      new CreateModelCommand({ restApiId, name: "Pet", contentType: "application/json", schema }),
    );
    return () => gateway.apiGateway.send(new DeleteModelCommand({ restApiId, modelName: "Pet" }));
  };
  const cases: { readonly [what: string]: Case } = {
    "a model of a method request (reported)": {
      use: async () => {
        const remove = await model();
        const resourceId = await createResource(rootId, "pets");
        await putMethod(resourceId, "POST", { requestModels: { "application/json": "Pet" } });
        const release = () =>
          gateway.apiGateway.send(new DeleteMethodCommand({ restApiId, resourceId, httpMethod: "POST" }));
        return { remove, release };
      },
      refusal: {
        name: "ConflictException",
        status: 409,
        message: "Cannot delete model 'Pet', is referenced in method request: /pets/POST",
      },
    },
    "a model of a method response (reported)": {
      use: async () => {
        const remove = await model();
        const resourceId = await createResource(rootId, "pets");
        await putMethod(resourceId, "GET");
        const name = { restApiId, resourceId, httpMethod: "GET", statusCode: "200" };
        await gateway.apiGateway.send(
          new PutMethodResponseCommand({ ...name, responseModels: { "application/json": "Pet" } }),
        );
        return {
          remove,
          release: () => gateway.apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId })),
        };
      },
      refusal: {
        name: "ConflictException",
        status: 409,
        message: "Cannot delete model 'Pet', is referenced in method response: /pets/GET",
      },
    },
    "a request validator of a method": {
      use: async () => {
        const validator = await gateway.apiGateway.send(
          new CreateRequestValidatorCommand({ restApiId, name: "all" }),
        );
        const requestValidatorId = there(validator.id);
        const resourceId = await createResource(rootId, "pets");
        await putMethod(resourceId, "GET", { requestValidatorId });
        return {
          remove: () =>
            gateway.apiGateway.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId })),
          release: () => gateway.apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId })),
        };
      },
      refusal: {
        name: "ConflictException",
        status: 409,
        message: "Cannot delete request validator 'all', is referenced in method: GET//pets",
      },
    },
    "a deployment of a stage (recorded)": {
      use: async () => {
        const stage = { restApiId, stageName: "dev" };
        await gateway.apiGateway.send(new CreateStageCommand({ ...stage, deploymentId }));
        return {
          remove: () => gateway.apiGateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId })),
          release: () => gateway.apiGateway.send(new DeleteStageCommand(stage)),
        };
      },
      refusal: {
        name: "BadRequestException",
        status: 400,
        message: "Active stages pointing to this deployment must be moved or deleted",
      },
    },
  };
  test.each(Object.keys(cases))("%s", async (what) => {
    const { use, refusal } = there(cases[what]);
    const { remove, release } = await use();
    expect(await refusalOf(remove())).toEqual(refusal);
    await release();
    await remove();
    expect((await refusalOf(remove())).name).toBe("NotFoundException");
  });
});

test("a resource takes its methods, integrations and children with it", async () => {
  const above = await createResource(rootId, "a");
  const below = await createResource(above, "{b}");
  await putMethod(below, "GET");
  const method = { restApiId, resourceId: below, httpMethod: "GET" };
  await gateway.apiGateway.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  await gateway.apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId: above }));
  for (const command of [
    () => gateway.apiGateway.send(new GetResourceCommand({ restApiId, resourceId: below })),
    () => gateway.apiGateway.send(new GetMethodCommand(method)),
    () => gateway.apiGateway.send(new GetIntegrationCommand(method)),
  ]) {
    expect(await refusalOf(command())).toEqual({
      name: "NotFoundException",
      status: 404,
      message: "Invalid Resource identifier specified",
    });
  }
});

test("a moved resource keeps its id and methods, and cannot be moved where its like is", async () => {
  const from = await createResource(rootId, "from");
  const to = await createResource(rootId, "to");
  const moved = await createResource(from, "x");
  await putMethod(moved, "GET");
  const move = (resourceId: string, value: string) =>
    gateway.apiGateway.send(
      new UpdateResourceCommand({
        restApiId,
        resourceId,
        patchOperations: [{ op: "replace", path: "/parentId", value }],
      }),
    );
  expect(await move(moved, to)).toMatchObject({ id: moved, path: "/to/x", resourceMethods: { GET: {} } });
  const again = await createResource(from, "x");
  expect(await refusalOf(move(again, to))).toMatchObject({
    name: "ConflictException",
    message: "Another resource with the same parent already has this name: x",
  });
  expect((await refusalOf(move(to, moved))).message).toBe("Resources cannot be cyclical.");
});

test("the stage that is not there has a small s when it is to be deleted (reported)", async () => {
  const stage = { restApiId, stageName: "none" };
  expect(await refusalOf(gateway.apiGateway.send(new DeleteStageCommand(stage)))).toEqual({
    name: "NotFoundException",
    status: 404,
    message: "Invalid stage identifier specified",
  });
});
