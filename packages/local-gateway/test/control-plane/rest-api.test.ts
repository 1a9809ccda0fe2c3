import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetModelsCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetTagsCommand,
  type PatchOperation,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

const create = (input: Partial<ConstructorParameters<typeof CreateRestApiCommand>[0]> = {}) =>
  gateway.apiGateway.send(new CreateRestApiCommand({ name: "shop", ...input }));

describe("CreateRestApi", () => {
  test("answers with what AWS fills in, and no more (recorded)", async () => {
    const { $metadata, ...api } = await create();
    expect($metadata.httpStatusCode).toBe(201);
    expect(api).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: "shop",
      createdDate: expect.any(Date),
      apiKeySource: "HEADER",
      disableExecuteApiEndpoint: false,
      endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
      rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
    });
  });

  test("keeps what it was given", async () => {
    const api = plainly(
      await create({
        description: "All of it",
        version: "v1",
        binaryMediaTypes: ["image/png"],
        minimumCompressionSize: 0,
        endpointConfiguration: { types: ["REGIONAL"] },
        tags: { team: "a" },
      }),
    );
    expect(api).toMatchObject({
      description: "All of it",
      version: "v1",
      binaryMediaTypes: ["image/png"],
      minimumCompressionSize: 0,
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" },
      tags: { team: "a" },
    });
    expect(plainly(await gateway.apiGateway.send(new GetRestApiCommand({ restApiId: api.id })))).toEqual(api);
  });

  test("gives every API the two default models (recorded)", async () => {
    const { id } = await create();
    const { items } = await gateway.apiGateway.send(new GetModelsCommand({ restApiId: id }));
    expect(
      there(items).map(({ name, contentType, schema }) => [
        name,
        contentType,
        JSON.parse(there(schema)).title,
      ]),
    ).toEqual([
      ["Empty", "application/json", "Empty Schema"],
      ["Error", "application/json", "Error Schema"],
    ]);
  });

  test.each([
    [{ description: "" }, "Description cannot be an empty string"],
    [{ minimumCompressionSize: -1 }, "Invalid minimum compression size, must be between 0 and 10485760"],
    [
      { endpointConfiguration: { types: ["PRIVATE" as const], ipAddressType: "ipv4" as const } },
      "Only dualstack ipAddressType is supported for Private APIs.",
    ],
  ])("refuses %j as recorded", async (input, message) => {
    expect(await refusalOf(create(input))).toEqual({ name: "BadRequestException", status: 400, message });
  });

  test("an API that is not there is named together with the account (recorded)", async () => {
    const refusal = await refusalOf(
      gateway.apiGateway.send(new GetRestApiCommand({ restApiId: "nosuchapi" })),
    );
    expect(refusal).toEqual({
      name: "NotFoundException",
      status: 404,
      message: "Invalid API identifier specified 123456789012:nosuchapi",
    });
  });
});

test("a policy is printed compactly, with its quotes and slashes escaped", async () => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: "execute-api:/*",
  };
  const policy = { Version: "2012-10-17", Statement: [statement] };
  const { id, policy: created } = await create({ name: "guarded", policy: JSON.stringify(policy, null, 2) });
  expect(created).toBe(
    String.raw`{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"execute-api:\/*\"}]}`,
  );
  const read = await gateway.apiGateway.send(new GetRestApiCommand({ restApiId: id }));
  expect(JSON.parse(JSON.parse(`"${read.policy}"`))).toEqual(policy);
});

describe("GetRestApis and DeleteRestApi", () => {
  test("lists page by page, and no longer what was deleted", async () => {
    const ids = [];
    for (let index = 0; index < 3; index += 1) ids.push(there((await create({ name: `page ${index}` })).id));
    const seen: string[] = [];
    let position: string | undefined;
    do {
      const page = await gateway.apiGateway.send(new GetRestApisCommand({ limit: 2, position }));
      seen.push(...there(page.items).map(({ id }) => there(id)));
      position = page.position;
    } while (position !== undefined);
    expect(seen).toEqual(expect.arrayContaining(ids));
    expect(new Set(seen).size).toBe(seen.length);

    const [first] = ids;
    const { $metadata } = await gateway.apiGateway.send(new DeleteRestApiCommand({ restApiId: first }));
    expect($metadata.httpStatusCode).toBe(202);
    const { items } = await gateway.apiGateway.send(new GetRestApisCommand({ limit: 500 }));
    expect(there(items).map(({ id }) => id)).not.toContain(first);
  });
});

describe("UpdateRestApi", () => {
  const update = (restApiId: string | undefined, ...patchOperations: PatchOperation[]) =>
    gateway.apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  const replace = (path: string, value?: string): PatchOperation => ({ op: "replace", path, value });

  test("patches media types as a set whose members are in the path (recorded)", async () => {
    const { id } = await create({ description: "old" });
    const added = await update(
      id,
      { op: "add", path: "/binaryMediaTypes/image~1png" },
      { op: "add", path: "/binaryMediaTypes/image~1jpeg" },
    );
    expect(added.binaryMediaTypes).toEqual(["image/png", "image/jpeg"]);
    expect(added.tags).toEqual({});
    const replaced = await update(id, replace("/binaryMediaTypes/image~1png", "image/gif"));
    expect(replaced.binaryMediaTypes).toEqual(["image/jpeg", "image/gif"]);
    const removed = await update(
      id,
      { op: "remove", path: "/binaryMediaTypes/image~1gif" },
      { op: "remove", path: "/description" },
    );
    expect(removed.binaryMediaTypes).toEqual(["image/jpeg"]);
    expect(removed.description).toBeUndefined();
  });

  test.each([
    ["10", 10],
    ["", undefined],
    ["0", 0],
  ])("compression %j becomes %s (recorded)", async (value, size) => {
    const { id } = await create({ minimumCompressionSize: 5 });
    expect((await update(id, replace("/minimumCompressionSize", value))).minimumCompressionSize).toBe(size);
  });

  test("an API that becomes private becomes dualstack (recorded)", async () => {
    const { id } = await create();
    const { endpointConfiguration } = await update(id, replace("/endpointConfiguration/types/0", "PRIVATE"));
    expect(endpointConfiguration).toEqual({ types: ["PRIVATE"], ipAddressType: "dualstack" });
    expect(
      await refusalOf(update(id, replace("/endpointConfiguration/ipAddressType", "ipv4"))),
    ).toMatchObject({
      message: "Only dualstack ipAddressType is supported for Private APIs.",
    });
  });

  test.each<[PatchOperation, string]>([
    [
      replace("/minimumCompressionSize", "-1"),
      "Invalid minimum compression size, must be between 0 and 10485760",
    ],
    [
      replace("/minimumCompressionSize", "test"),
      "Invalid minimum compression size, must be between 0 and 10485760",
    ],
    [
      { op: "add", path: "/minimumCompressionSize", value: "10" },
      "Invalid patch operation specified. Must be one of: [replace]",
    ],
    [{ op: "add", path: "/binaryMediaTypes", value: "image/gif" }, "Invalid patch path /binaryMediaTypes"],
    [replace("/binaryMediaTypes", "image/gif"), "Invalid patch path /binaryMediaTypes"],
    [
      replace("/endpointConfiguration/ipAddressType", "wrong"),
      "ipAddressType must be either ipv4 or dualstack.",
    ],
    [
      replace("/endpointConfiguration/types/0", "wrong"),
      "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE",
    ],
    [
      { op: "remove", path: "/endpointConfiguration/types/0", value: "EDGE" },
      "Invalid patch operation specified. Must be 'add'|'remove'|'replace'",
    ],
  ])("refuses %j as recorded", async (operation, message) => {
    const { id } = await create();
    expect(await refusalOf(update(id, operation))).toEqual({
      name: "BadRequestException",
      status: 400,
      message,
    });
  });

  test("a patch that fails at its end has changed nothing", async () => {
    const { id } = await create({ name: "before" });
    await refusalOf(update(id, replace("/name", "after"), replace("/nowhere", "x")));
    expect((await gateway.apiGateway.send(new GetRestApiCommand({ restApiId: id }))).name).toBe("before");
  });
});

describe("tags", () => {
  test("are put on, read and taken off by ARN", async () => {
    const { id } = await create({ tags: { a: "1" } });
    const resourceArn = `arn:aws:apigateway:us-west-2::/restapis/${id}`;
    const read = async () => (await gateway.apiGateway.send(new GetTagsCommand({ resourceArn }))).tags;
    await gateway.apiGateway.send(new TagResourceCommand({ resourceArn, tags: { b: "2" } }));
    expect(await read()).toEqual({ a: "1", b: "2" });
    await gateway.apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    expect(await read()).toEqual({ b: "2" });
  });
});
