import { X509Certificate } from "node:crypto";
import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateModelCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateVpcLinkCommand,
  type CreateVpcLinkCommandInput,
  DeleteClientCertificateCommand,
  DeleteVpcLinkCommand,
  FlushStageAuthorizersCacheCommand,
  FlushStageCacheCommand,
  GenerateClientCertificateCommand,
  GetAccountCommand,
  GetClientCertificateCommand,
  GetClientCertificatesCommand,
  GetModelCommand,
  GetModelTemplateCommand,
  GetSdkTypeCommand,
  GetSdkTypesCommand,
  GetTagsCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
  UpdateClientCertificateCommand,
  UpdateStageCommand,
  UpdateVpcLinkCommand,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const targetArn = "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/net/nlb/50dc6c495c0c9188";

/** An API with a deployed stage `dev`, whose one method integrates as given. */
async function deploy(integration: Partial<ConstructorParameters<typeof PutIntegrationCommand>[0]> = {}) {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "deployed" }));
  const restApiId = there(api.id);
  const method = { restApiId, resourceId: there(api.rootResourceId), httpMethod: "GET" };
  await gateway.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await gateway.apiGateway.send(new PutIntegrationCommand({ ...method, type: "MOCK", ...integration }));
  await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  return { restApiId, stageName: "dev", resourceId: method.resourceId };
}

describe("VPC links", () => {
  const create = (input: Partial<CreateVpcLinkCommandInput> = {}) =>
    gateway.apiGateway.send(new CreateVpcLinkCommand({ name: "link", targetArns: [targetArn], ...input }));

  test("are pending in the answer and then available (recorded)", async () => {
    const { $metadata, ...created } = await create();
    expect($metadata.httpStatusCode).toBe(202);
    expect(created).toEqual({
      id: expect.any(String),
      name: "link",
      targetArns: [targetArn],
      status: "PENDING",
    });
    const vpcLinkId = there(created.id);
    const ready = { ...created, status: "AVAILABLE", statusMessage: "Your vpc link is ready for use" };
    const get = async () => plainly(await gateway.apiGateway.send(new GetVpcLinkCommand({ vpcLinkId })));
    expect(await get()).toEqual({ ...ready, tags: {} });
    expect((await gateway.apiGateway.send(new GetVpcLinksCommand())).items).toEqual([ready]);
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/name", value: "renamed" },
      { op: "replace", path: "/description", value: "d" },
    ];
    const updated = await gateway.apiGateway.send(new UpdateVpcLinkCommand({ vpcLinkId, patchOperations }));
    expect(plainly(updated)).toEqual({ ...ready, name: "renamed", description: "d", tags: {} });
    const remove = () => gateway.apiGateway.send(new DeleteVpcLinkCommand({ vpcLinkId }));
    expect((await remove()).$metadata.httpStatusCode).toBe(202);
    for (const call of [get, remove]) {
      expect(await refusalOf(call())).toEqual({
        name: "NotFoundException",
        status: 404,
        message: "Invalid Vpc Link identifier specified",
      });
    }
  });

  test.each<[Partial<CreateVpcLinkCommandInput>, string]>([
    [{ targetArns: ["invalid-arn"] }, "Invalid ARN. ARN is not well formed invalid-arn"],
    [{ name: "", targetArns: [] }, "Name cannot be empty"],
  ])("refuse %j (recorded)", async (input, message) => {
    expect(await refusalOf(create(input))).toEqual({ name: "BadRequestException", status: 400, message });
  });

  test("stay while a stage serves an integration over them", async () => {
    const vpcLinkId = there((await create()).id);
    const { resourceId } = await deploy({
      type: "HTTP_PROXY",
      integrationHttpMethod: "GET",
      uri: "http://inside.example.com/",
      connectionType: "VPC_LINK",
      connectionId: vpcLinkId,
    });
    const deletion = gateway.apiGateway.send(new DeleteVpcLinkCommand({ vpcLinkId }));
    expect((await refusalOf(deletion)).message).toContain(`is referenced in [GET:${resourceId}:dev]`);
  });
});

describe("client certificates", () => {
  const generate = (description?: string) =>
    gateway.apiGateway.send(new GenerateClientCertificateCommand({ description, tags: { a: "b" } }));

  test("are real certificates, good for a year", async () => {
    const { $metadata, ...certificate } = await generate("mine");
    expect($metadata.httpStatusCode).toBe(201);
    const read = new X509Certificate(there(certificate.pemEncodedCertificate));
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.subject).toBe("CN=ApiGateway");
    const { createdDate, expirationDate } = certificate;
    expect(there(expirationDate).getTime() - there(createdDate).getTime()).toBe(365 * 86_400_000);
    expect(new Date(read.validTo).getTime()).toBe(there(expirationDate).getTime());
    expect(Object.keys(certificate)).not.toContain("privateKey");
  });

  test("are read, described, listed and deleted", async () => {
    const created = plainly(await generate());
    const named = { clientCertificateId: there(created.clientCertificateId) };
    expect(plainly(await gateway.apiGateway.send(new GetClientCertificateCommand(named)))).toEqual(created);
    const patchOperations: PatchOperation[] = [{ op: "replace", path: "/description", value: "d" }];
    const updated = await gateway.apiGateway.send(
      new UpdateClientCertificateCommand({ ...named, patchOperations }),
    );
    expect(plainly(updated)).toEqual({ ...created, description: "d" });
    const { items } = await gateway.apiGateway.send(new GetClientCertificatesCommand());
    expect(items).toContainEqual(plainly(updated));
    const remove = () => gateway.apiGateway.send(new DeleteClientCertificateCommand(named));
    expect((await remove()).$metadata.httpStatusCode).toBe(202);
    expect(await refusalOf(remove())).toMatchObject({ name: "NotFoundException" });
  });

  test("stay while a stage has them", async () => {
    const { restApiId, stageName } = await deploy();
    const clientCertificateId = there((await generate()).clientCertificateId);
    const patchOperations: PatchOperation[] = [
      { op: "replace", path: "/clientCertificateId", value: clientCertificateId },
    ];
    await gateway.apiGateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    const deletion = gateway.apiGateway.send(new DeleteClientCertificateCommand({ clientCertificateId }));
    expect(await refusalOf(deletion)).toMatchObject({ name: "BadRequestException" });
  });
});

describe("the account", () => {
  const update = async (...patchOperations: PatchOperation[]) =>
    plainly(await gateway.apiGateway.send(new UpdateAccountCommand({ patchOperations })));
  const cloudwatchRoleArn = "arn:aws:iam::123456789012:role/logs";

  test("gets a CloudWatch role and features, and keeps them", async () => {
    const changed = await update(
      { op: "replace", path: "/cloudwatchRoleArn", value: cloudwatchRoleArn },
      { op: "add", path: "/features", value: "Other" },
    );
    expect(changed).toEqual({
      cloudwatchRoleArn,
      throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
      features: ["UsagePlans", "Other"],
      apiKeyVersion: "4",
    });
    expect(plainly(await gateway.apiGateway.send(new GetAccountCommand()))).toEqual(changed);
    const reset = await update(
      { op: "replace", path: "/cloudwatchRoleArn", value: "" },
      { op: "remove", path: "/features", value: "Other" },
    );
    expect(reset).not.toHaveProperty("cloudwatchRoleArn");
    expect(reset.features).toEqual(["UsagePlans"]);
  });

  test.each<[PatchOperation, RegExp]>([
    [
      { op: "remove", path: "/features", value: "UsagePlans" },
      /^Usage Plans cannot be disabled once enabled$/,
    ],
    [
      { op: "replace", path: "/cloudwatchRoleArn", value: "role" },
      /^The role ARN does not have required permissions/,
    ],
    [{ op: "replace", path: "/throttleSettings", value: "1" }, /^Invalid patch path {2}'\/throttleSettings'/],
  ])("refuses %j", async (operation, message) => {
    expect((await refusalOf(update(operation))).message).toMatch(message);
  });
});

describe("tags", () => {
  const arn = (path: string) => `arn:aws:apigateway:us-west-2::${path}`;
  test.each<[string, () => Promise<string>]>([
    ["an API", async () => arn(`/restapis/${(await deploy()).restApiId}`)],
    ["a stage", async () => arn(`/restapis/${(await deploy()).restApiId}/stages/dev`)],
    [
      "an API key",
      async () => arn(`/apikeys/${(await gateway.apiGateway.send(new CreateApiKeyCommand())).id}`),
    ],
    [
      "a usage plan",
      async () =>
        arn(`/usageplans/${(await gateway.apiGateway.send(new CreateUsagePlanCommand({ name: "p" }))).id}`),
    ],
    [
      "a domain name",
      async () =>
        there(
          (await gateway.apiGateway.send(new CreateDomainNameCommand({ domainName: "t.example.com" })))
            .domainNameArn,
        ),
    ],
    [
      "a private domain name",
      async () => {
        const input = { domainName: "t.example.com", endpointConfiguration: { types: ["PRIVATE" as const] } };
        return there((await gateway.apiGateway.send(new CreateDomainNameCommand(input))).domainNameArn);
      },
    ],
    [
      "a client certificate",
      async () => {
        const { clientCertificateId } = await gateway.apiGateway.send(new GenerateClientCertificateCommand());
        return arn(`/clientcertificates/${clientCertificateId}`);
      },
    ],
    [
      "a VPC link",
      async () => {
        const input = { name: "l", targetArns: [targetArn] };
        return arn(`/vpclinks/${(await gateway.apiGateway.send(new CreateVpcLinkCommand(input))).id}`);
      },
    ],
  ])("of %s are added, overwritten and removed by its ARN", async (_title, make) => {
    const resourceArn = await make();
    const tags = async () => (await gateway.apiGateway.send(new GetTagsCommand({ resourceArn }))).tags;
    const tag = (map: Record<string, string>) =>
      gateway.apiGateway.send(new TagResourceCommand({ resourceArn, tags: map }));
    expect((await tag({ a: "1", b: "1" })).$metadata.httpStatusCode).toBe(204);
    await tag({ b: "2", c: "3" });
    expect(await tags()).toEqual({ a: "1", b: "2", c: "3" });
    await gateway.apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "c", "never"] }));
    expect(await tags()).toEqual({ b: "2" });
  });

  test.each([
    ["/restapis/nope", 404, "Invalid API identifier specified 123456789012:nope"],
    ["/vpclinks/nope", 404, "Invalid Vpc Link identifier specified"],
    ["/restapis/a/models/b", 400, `Invalid ARN. ARN is not well formed ${arn("/restapis/a/models/b")}`],
  ])("of %s are refused", async (path, status, message) => {
    const call = gateway.apiGateway.send(new GetTagsCommand({ resourceArn: arn(path) }));
    expect(await refusalOf(call)).toMatchObject({ status, message });
  });
});

describe("the caches of a stage", () => {
  const calls = (stage: { restApiId: string; stageName: string }) => [
    () => gateway.apiGateway.send(new FlushStageCacheCommand(stage)),
    () => gateway.apiGateway.send(new FlushStageAuthorizersCacheCommand(stage)),
  ];

  test("are flushed when there is such a stage", async () => {
    const { restApiId, stageName } = await deploy();
    for (const call of calls({ restApiId, stageName })) {
      expect((await call()).$metadata.httpStatusCode).toBe(202);
    }
    for (const call of calls({ restApiId, stageName: "nope" })) {
      expect(await refusalOf(call())).toMatchObject({
        name: "NotFoundException",
        message: "Invalid stage identifier specified",
      });
    }
  });
});

describe("kinds of SDK", () => {
  test("are listed, and each can be asked for", async () => {
    const { items = [] } = await gateway.apiGateway.send(new GetSdkTypesCommand());
    expect(items.map(({ id }) => id)).toEqual([
      "android",
      "java",
      "javascript",
      "objectivec",
      "ruby",
      "swift",
    ]);
    const [android] = items;
    expect(plainly(await gateway.apiGateway.send(new GetSdkTypeCommand({ id: "android" })))).toEqual(android);
    const wrong = gateway.apiGateway.send(new GetSdkTypeCommand({ id: "cobol" }));
    expect(await refusalOf(wrong)).toMatchObject({ name: "NotFoundException" });
  });
});

test("GetModel can flatten a model: what it takes from others comes under its definitions", async () => {
  const restApiId = there((await gateway.apiGateway.send(new CreateRestApiCommand({ name: "m" }))).id);
  const url = (name: string) => ({
    $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`,
  });
  const schemas: { [name: string]: object } = {
    Shop: {
      type: "object",
      properties: { pets: url("Pet"), gone: url("Gone"), own: { $ref: "#/properties/pets" } },
    },
    Pet: {
      properties: { parent: url("Pet"), shop: url("Shop"), tag: { $ref: "#/definitions/tag" } },
      definitions: { tag: {} },
    },
  };
  for (const [name, schema] of Object.entries(schemas)) {
    const model = { restApiId, name, contentType: "application/json", schema: JSON.stringify(schema) };
    await gateway.apiGateway.send(new CreateModelCommand(model));
  }
  const get = async (flatten?: boolean) => {
    const { schema } = await gateway.apiGateway.send(
      new GetModelCommand({ restApiId, modelName: "Shop", flatten }),
    );
    return JSON.parse(there(schema));
  };
  expect(await get()).toEqual(schemas["Shop"]);
  expect(await get(true)).toEqual({
    type: "object",
    properties: {
      pets: { $ref: "#/definitions/Pet" },
      gone: url("Gone"),
      own: { $ref: "#/properties/pets" },
    },
    definitions: {
      Pet: {
        properties: {
          parent: { $ref: "#/definitions/Pet" },
          shop: { $ref: "#" },
          tag: { $ref: "#/definitions/Pet/definitions/tag" },
        },
        definitions: { tag: {} },
      },
    },
  });
});

describe("the template of a model", () => {
  const head = "#set($inputRoot = $input.path('$'))\n";
  test.each<[object, string]>([
    [{ type: "object" }, "{ }"],
    [
      {
        type: "object",
        properties: { name: { type: "string" }, age: { type: "integer" }, ok: { type: "boolean" } },
      },
      '{\n  "name" : "foo",\n  "age" : 42,\n  "ok" : true\n}',
    ],
    [
      {
        properties: { a: { $ref: "#/definitions/a" } },
        definitions: { a: { properties: { b: { type: "null" } } } },
      },
      '{\n  "a" : {\n    "b" : null\n  }\n}',
    ],
    [
      { type: "array", items: { type: "string" } },
      '[\n##TODO: Update this foreach loop to reference array from input json\n#foreach($elem in $inputRoot)\n  "foo"#if($foreach.hasNext),#end\n#end\n]',
    ],
  ])("of %j", async (schema, body) => {
    const restApiId = there((await gateway.apiGateway.send(new CreateRestApiCommand({ name: "m" }))).id);
    const model = { restApiId, name: "M", contentType: "application/json", schema: JSON.stringify(schema) };
    await gateway.apiGateway.send(new CreateModelCommand(model));
    const { value } = await gateway.apiGateway.send(
      new GetModelTemplateCommand({ restApiId, modelName: "M" }),
    );
    expect(value).toBe(head + body);
  });

  const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`p${index}`, { $ref: "#" }]));
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const next = { $ref: `#/definitions/d${index + 1}` };
      return [`d${index}`, { properties: { left: next, right: next } }];
    }),
  );
  const nested = `${'{"properties":{"a":'.repeat(10_000)}{}${"}}".repeat(10_000)}`;
  test.each<[string, string]>([
    ["nested ten thousand times", nested],
    ["that refers to itself", JSON.stringify({ type: "object", properties: many })],
    [
      "that doubles forty times",
      JSON.stringify({ properties: { a: { $ref: "#/definitions/d0" } }, definitions: doubling }),
    ],
  ])("of one %s ends", async (_title, schema) => {
    const restApiId = there((await gateway.apiGateway.send(new CreateRestApiCommand({ name: "m" }))).id);
    const model = { restApiId, name: "M", contentType: "application/json", schema };
    await gateway.apiGateway.send(new CreateModelCommand(model));
    const { value } = await gateway.apiGateway.send(
      new GetModelTemplateCommand({ restApiId, modelName: "M" }),
    );
    expect(there(value).length).toBeLessThan(1_000_000);
  });
});
