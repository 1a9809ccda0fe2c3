import {
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourcesCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateResourceCommand,
} from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";
let rootId = "";

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "resources" }));
  restApiId = there(api.id);
  rootId = there(api.rootResourceId);
});

const create = async (parentId: string, pathPart: string) =>
  plainly(await gateway.apiGateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart })));
const idOf = async (parentId: string, pathPart: string) => there((await create(parentId, pathPart)).id);
const update = (resourceId: string, ...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateResourceCommand({ restApiId, resourceId, patchOperations }));
const paths = async () => {
  const { items } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  return there(items)
    .map(({ path }) => path)
    .sort();
};

test("a new API has its root, which has a path and nothing else (AWS's walkthrough)", async () => {
  const { items } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId }));
  expect(items).toEqual([{ id: rootId, path: "/" }]);
});

test("a resource knows its parent and its path", async () => {
  const pets = await create(rootId, "pets");
  expect(pets).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{6}$/),
    parentId: rootId,
    path: "/pets",
    pathPart: "pets",
  });
  const pet = await create(there(pets.id), "{petId}");
  expect(pet.path).toBe("/pets/{petId}");
  expect(
    plainly(await gateway.apiGateway.send(new GetResourceCommand({ restApiId, resourceId: pet.id }))),
  ).toEqual(pet);
});

test("proxy and static resources stand side by side (recorded)", async () => {
  await create(rootId, "{proxy+}");
  const parent = await idOf(rootId, "parent");
  const proxy = await idOf(parent, "{proxy+}");
  const child = await idOf(parent, "child");
  await create(child, "{proxy+}");
  await gateway.apiGateway.send(new DeleteResourceCommand({ restApiId, resourceId: proxy }));
  await create(await idOf(parent, "{child}"), "{proxy+}");
  expect(await paths()).toEqual([
    "/",
    "/parent",
    "/parent/child",
    "/parent/child/{proxy+}",
    "/parent/{child}",
    "/parent/{child}/{proxy+}",
    "/{proxy+}",
  ]);
});

test("deleting a resource deletes those below it, and only those", async () => {
  const pets = await idOf(rootId, "pets");
  await create(await idOf(pets, "a"), "b");
  await create(rootId, "other");
  const { $metadata } = await gateway.apiGateway.send(
    new DeleteResourceCommand({ restApiId, resourceId: pets }),
  );
  expect($metadata.httpStatusCode).toBe(202);
  expect(await paths()).toEqual(["/", "/other"]);
});

test("methods are named without embedding, and whole with it", async () => {
  const method = { restApiId, resourceId: rootId, httpMethod: "GET" };
  await gateway.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await gateway.apiGateway.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  const plain = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId }));
  expect(there(plain.items)[0]?.resourceMethods).toEqual({ GET: {} });
  const embedded = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId, embed: ["methods"] }));
  expect(there(embedded.items)[0]?.resourceMethods?.["GET"]).toMatchObject({
    httpMethod: "GET",
    authorizationType: "NONE",
    methodIntegration: { type: "MOCK" },
  });
});

describe("where a resource may stand", () => {
  test.each<[string, readonly string[], string, string, string]>([
    [
      "a name twice",
      ["pets"],
      "pets",
      "ConflictException",
      "Another resource with the same parent already has this name: pets",
    ],
    [
      "two variables",
      ["{proxy+}"],
      "{id}",
      "BadRequestException",
      "A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed",
    ],
    [
      "a slash",
      [],
      "a/b",
      "BadRequestException",
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    ],
  ])("%s is refused", async (_name, existing, pathPart, name, message) => {
    for (const part of existing) await create(rootId, part);
    expect(await refusalOf(create(rootId, pathPart))).toMatchObject({ name, message });
  });

  test.each(["a", "a.b_c-d:e", "{id}", "{proxy+}"])("%s is a path part", async (pathPart) => {
    expect((await create(rootId, pathPart)).pathPart).toBe(pathPart);
  });

  test("nothing stands below a greedy variable", async () => {
    const proxy = await idOf(rootId, "{proxy+}");
    expect(await refusalOf(create(proxy, "x"))).toMatchObject({
      message: "Cannot create a child of a resource with a greedy path variable: /{proxy+}",
    });
  });

  test("a parent that is not there is refused (recorded)", async () => {
    expect(await refusalOf(create("nobody", "x"))).toEqual({
      name: "NotFoundException",
      status: 404,
      message: "Invalid Resource identifier specified",
    });
  });
});

describe("UpdateResource", () => {
  test("moves a resource with all that is below it", async () => {
    const pets = await idOf(rootId, "pets");
    const sub = await idOf(pets, "sub");
    await create(sub, "leaf");
    expect(plainly(await update(sub, { op: "replace", path: "/parentId", value: rootId }))).toEqual({
      id: sub,
      parentId: rootId,
      path: "/sub",
      pathPart: "sub",
    });
    expect(await paths()).toEqual(["/", "/pets", "/sub", "/sub/leaf"]);
  });

  test("refuses as recorded", async () => {
    const pets = await idOf(rootId, "pets");
    const sub = await idOf(pets, "subpets");
    const leaf = await idOf(sub, "pets");
    const cases: [string, PatchOperation, string][] = [
      [
        pets,
        { op: "replace", path: "/invalid", value: "dogs" },
        "Invalid patch path  '/invalid' specified for op 'replace'. Must be one of: [/parentId, /pathPart]",
      ],
      [
        pets,
        { op: "remove", path: "/pathPart" },
        "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations",
      ],
      [
        pets,
        { op: "add", path: "/pathPart", value: "x" },
        "Invalid patch path  '/pathPart' specified for op 'add'. Please choose supported operations",
      ],
      [pets, { op: "replace", path: "/parentId", value: "nobody" }, "Invalid Resource identifier specified"],
      [
        leaf,
        { op: "replace", path: "/parentId", value: rootId },
        "Another resource with the same parent already has this name: pets",
      ],
      [pets, { op: "replace", path: "/parentId", value: sub }, "Resources cannot be cyclical."],
      [rootId, { op: "replace", path: "/pathPart", value: "x" }, "Root resource cannot update its pathPart."],
      [
        rootId,
        { op: "replace", path: "/parentId", value: rootId },
        "Root resource cannot update its parentId.",
      ],
    ];
    for (const [resourceId, operation, message] of cases) {
      expect((await refusalOf(update(resourceId, operation))).message).toBe(message);
    }
  });
});
