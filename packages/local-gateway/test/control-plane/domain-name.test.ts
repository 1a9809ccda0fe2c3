import {
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameAccessAssociationCommand,
  CreateDomainNameCommand,
  type CreateDomainNameCommandInput,
  CreateRestApiCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameAccessAssociationCommand,
  DeleteDomainNameCommand,
  GetBasePathMappingCommand,
  GetBasePathMappingsCommand,
  GetDomainNameAccessAssociationsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  RejectDomainNameAccessAssociationCommand,
  UpdateBasePathMappingCommand,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-api-gateway";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const domainName = "api.example.com";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/c";

const create = (input: Partial<CreateDomainNameCommandInput> = {}) =>
  gateway.apiGateway.send(new CreateDomainNameCommand({ domainName, ...input }));
const createPrivate = (input: Partial<CreateDomainNameCommandInput> = {}) =>
  create({ endpointConfiguration: { types: ["PRIVATE"] }, ...input });
const get = async (domainNameId?: string) =>
  plainly(await gateway.apiGateway.send(new GetDomainNameCommand({ domainName, domainNameId })));
const list = async () => there((await gateway.apiGateway.send(new GetDomainNamesCommand())).items);
const update = (...patchOperations: PatchOperation[]) =>
  gateway.apiGateway.send(new UpdateDomainNameCommand({ domainName, patchOperations }));

afterEach(async () => {
  for (const each of await list()) {
    const { domainName: name, domainNameId } = each;
    await gateway.apiGateway.send(new DeleteDomainNameCommand({ domainName: name, domainNameId }));
  }
});

describe("CreateDomainName", () => {
  const common = {
    domainName,
    domainNameStatus: "AVAILABLE",
    securityPolicy: "TLS_1_2",
    routingMode: "BASE_PATH_MAPPING_ONLY",
  };

  test.each<[string, Partial<CreateDomainNameCommandInput>, object]>([
    [
      "EDGE, unless told otherwise",
      { certificateArn, tags: { a: "b" } },
      {
        certificateArn,
        certificateUploadDate: expect.any(Date),
        domainNameArn: `arn:aws:apigateway:us-west-2::/domainnames/${domainName}`,
        distributionDomainName: expect.stringMatching(/^d\w+\.cloudfront\.net$/),
        distributionHostedZoneId: "Z2FDTNDATAQYW2",
        endpointConfiguration: { types: ["EDGE"], ipAddressType: "ipv4" },
        tags: { a: "b" },
      },
    ],
    [
      "REGIONAL",
      {
        regionalCertificateArn: certificateArn,
        endpointConfiguration: { types: ["REGIONAL"] },
        mutualTlsAuthentication: { truststoreUri: "s3://bucket/key" },
        ownershipVerificationCertificateArn: certificateArn,
        securityPolicy: "TLS_1_0",
      },
      {
        regionalCertificateArn: certificateArn,
        ownershipVerificationCertificateArn: certificateArn,
        domainNameArn: `arn:aws:apigateway:us-west-2::/domainnames/${domainName}`,
        regionalDomainName: expect.stringMatching(/^d-\w{10}\.execute-api\.us-west-2\.amazonaws\.com$/),
        regionalHostedZoneId: "Z2OJLYMUO9EFXC",
        endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" },
        mutualTlsAuthentication: { truststoreUri: "s3://bucket/key" },
        securityPolicy: "TLS_1_0",
      },
    ],
    [
      "PRIVATE, with an identifier",
      { certificateArn, policy: "{}", endpointConfiguration: { types: ["PRIVATE"] } },
      {
        certificateArn,
        certificateUploadDate: expect.any(Date),
        policy: "{}",
        domainNameId: expect.any(String),
        domainNameArn: expect.stringMatching(
          /^arn:aws:apigateway:us-west-2:123456789012:\/domainnames\/api\.example\.com\+\w{10}$/,
        ),
        endpointConfiguration: { types: ["PRIVATE"], ipAddressType: "dualstack" },
      },
    ],
  ])("%s", async (_title, input, expected) => {
    const { $metadata, ...answer } = await create(input);
    expect($metadata.httpStatusCode).toBe(201);
    expect(answer).toEqual({ ...common, ...expected });
    expect(await get(answer.domainNameId)).toEqual({ tags: {}, ...answer });
    expect(await list()).toEqual([answer]);
  });

  test.each<[string, Partial<CreateDomainNameCommandInput>, RegExp]>([
    ["no name", { domainName: "" }, /^No Domain Name specified$/],
    ["a name that is none", { domainName: "a+b" }, /^Invalid domain name specified$/],
    [
      "two types of which one is private",
      { endpointConfiguration: { types: ["PRIVATE", "EDGE"] } },
      /private/,
    ],
    [
      "a private name over IPv4",
      { endpointConfiguration: { types: ["PRIVATE"], ipAddressType: "ipv4" } },
      /dualstack/,
    ],
    ["a policy for all the world", { policy: "{}" }, /policy/],
    ["an access mode of an old policy", { endpointAccessMode: "STRICT" }, /SecurityPolicy_/],
    ["mutual TLS at the edge", { mutualTlsAuthentication: { truststoreUri: "s3://b/k" } }, /Mutual TLS/],
  ])("refuses %s", async (_title, input, message) => {
    const refusal = await refusalOf(create(input));
    expect(refusal).toMatchObject({ name: "BadRequestException", message: expect.stringMatching(message) });
  });

  test("refuses a public name twice, but not a private one", async () => {
    await create();
    expect((await refusalOf(create())).message).toBe("The domain name you provided already exists.");
    const ids = [await createPrivate(), await createPrivate()].map(({ domainNameId }) => domainNameId);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("UpdateDomainName", () => {
  test.each<[PatchOperation, object]>([
    [{ op: "replace", path: "/certificateName", value: "c" }, { certificateName: "c" }],
    [{ op: "replace", path: "/certificateArn", value: certificateArn }, { certificateArn }],
    [{ op: "replace", path: "/regionalCertificateName", value: "c" }, { regionalCertificateName: "c" }],
    [
      { op: "replace", path: "/regionalCertificateArn", value: certificateArn },
      { regionalCertificateArn: certificateArn },
    ],
    [
      { op: "replace", path: "/ownershipVerificationCertificateArn", value: certificateArn },
      { ownershipVerificationCertificateArn: certificateArn },
    ],
    [{ op: "replace", path: "/securityPolicy", value: "TLS_1_0" }, { securityPolicy: "TLS_1_0" }],
    [
      { op: "replace", path: "/routingMode", value: "ROUTING_RULE_ONLY" },
      { routingMode: "ROUTING_RULE_ONLY" },
    ],
    [
      { op: "replace", path: "/endpointConfiguration/ipAddressType", value: "dualstack" },
      { endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" } },
    ],
    [
      { op: "add", path: "/endpointConfiguration/types", value: "EDGE" },
      { endpointConfiguration: { types: ["REGIONAL", "EDGE"], ipAddressType: "ipv4" } },
    ],
    [
      { op: "replace", path: "/mutualTlsAuthentication/truststoreUri", value: "s3://b/other" },
      { mutualTlsAuthentication: { truststoreUri: "s3://b/other" } },
    ],
    [
      { op: "replace", path: "/mutualTlsAuthentication/truststoreVersion", value: "2" },
      { mutualTlsAuthentication: { truststoreUri: "s3://b/k", truststoreVersion: "2" } },
    ],
    [
      { op: "replace", path: "/mutualTlsAuthentication/truststoreUri", value: "" },
      { mutualTlsAuthentication: undefined },
    ],
  ])("%j", async (operation, changed) => {
    const before = await create({
      endpointConfiguration: { types: ["REGIONAL"] },
      mutualTlsAuthentication: { truststoreUri: "s3://b/k" },
    });
    const {
      distributionDomainName: _name,
      distributionHostedZoneId: _zone,
      ...after
    } = await update(operation);
    expect(plainly(after)).toEqual({ ...plainly(before), tags: {}, ...changed });
  });

  test("moves from the edge to a Region, as Terraform asks for it", async () => {
    await create();
    const path = "/endpointConfiguration/types/0";
    const answer = plainly(await update({ op: "replace", path, value: "REGIONAL" }));
    expect(answer.endpointConfiguration?.types).toEqual(["REGIONAL"]);
    expect(answer).toHaveProperty("regionalDomainName");
    expect(answer).not.toHaveProperty("distributionDomainName");
  });

  test.each<PatchOperation>([
    { op: "replace", path: "/domainName", value: "x" },
    { op: "replace", path: "/securityPolicy", value: "SSL" },
    { op: "replace", path: "/routingMode", value: "GUESS" },
    { op: "replace", path: "/endpointConfiguration/types/0", value: "LUNAR" },
    { op: "remove", path: "/endpointConfiguration/types", value: "EDGE" },
    { op: "replace", path: "/endpointConfiguration/ipAddressType", value: "ipv5" },
  ])("refuses %j and changes nothing", async (operation) => {
    await create();
    const before = await get();
    expect(await refusalOf(update(operation))).toMatchObject({ name: "BadRequestException" });
    expect(await get()).toEqual(before);
  });
});

describe("base path mappings", () => {
  let restApiId = "";
  beforeAll(async () => {
    const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "mapped" }));
    restApiId = there(api.id);
    const method = { restApiId, resourceId: there(api.rootResourceId), httpMethod: "GET" };
    await gateway.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
    await gateway.apiGateway.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
    await gateway.apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  });

  const map = (basePath?: string, stage?: string, api = restApiId) =>
    gateway.apiGateway.send(
      new CreateBasePathMappingCommand({ domainName, restApiId: api, basePath, stage }),
    );
  const mappings = async () =>
    there((await gateway.apiGateway.send(new GetBasePathMappingsCommand({ domainName }))).items);
  const change = (basePath: string, ...patchOperations: PatchOperation[]) =>
    gateway.apiGateway.send(new UpdateBasePathMappingCommand({ domainName, basePath, patchOperations }));

  test("live, the empty one as (none)", async () => {
    await create();
    const { $metadata, ...root } = await map();
    expect($metadata.httpStatusCode).toBe(201);
    expect(root).toEqual({ basePath: "(none)", restApiId });
    const v1 = plainly(await map("v1", "dev"));
    expect(v1).toEqual({ basePath: "v1", restApiId, stage: "dev" });
    expect(await mappings()).toEqual([root, v1]);
    const named = { domainName, basePath: "v1" };
    expect(plainly(await gateway.apiGateway.send(new GetBasePathMappingCommand(named)))).toEqual(v1);
    const moved = await change(
      "v1",
      { op: "replace", path: "/basePath", value: "v2" },
      { op: "replace", path: "/stage", value: "" },
    );
    expect(plainly(moved)).toEqual({ basePath: "v2", restApiId });
    expect(await mappings()).toEqual([root, plainly(moved)]);
    const deletion = await gateway.apiGateway.send(
      new DeleteBasePathMappingCommand({ domainName, basePath: "v2" }),
    );
    expect(deletion.$metadata.httpStatusCode).toBe(202);
    expect(await mappings()).toEqual([root]);
  });

  test("go with their domain name", async () => {
    await create();
    await map("v1");
    await gateway.apiGateway.send(new DeleteDomainNameCommand({ domainName }));
    await create();
    expect(await mappings()).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>, string, RegExp]>([
    [
      "an API that is not there",
      () => map("a", undefined, "no"),
      "BadRequestException",
      /^Invalid REST API identifier/,
    ],
    [
      "a stage that is not there",
      () => map("a", "no"),
      "BadRequestException",
      /^Invalid stage identifier specified$/,
    ],
    ["several levels", () => map("/v1"), "BadRequestException", /doesn't support the slash character/],
    [
      "a path twice",
      () => map("taken"),
      "ConflictException",
      /^Base path already exists for this domain name$/,
    ],
    [
      "another API that is not there",
      () => change("taken", { op: "replace", path: "/restapiId", value: "no" }),
      "BadRequestException",
      /^Invalid REST API identifier/,
    ],
    [
      "a change of nothing",
      () => change("no"),
      "NotFoundException",
      /^Invalid base path mapping identifier specified$/,
    ],
    [
      "a change that there is not",
      () => change("taken", { op: "add", path: "/stage", value: "dev" }),
      "BadRequestException",
      /^Invalid patch path {2}'\/stage' specified for op 'add'/,
    ],
  ])("refuse %s", async (_title, call, name, message) => {
    await create();
    await map("taken");
    expect(await refusalOf(call())).toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

test.each<[string, () => Promise<unknown>]>([
  ["GetDomainName", () => get()],
  ["GetDomainName of a private one by its name alone", () => createPrivate().then(() => get())],
  ["UpdateDomainName", () => update()],
  ["DeleteDomainName", () => gateway.apiGateway.send(new DeleteDomainNameCommand({ domainName }))],
  ["GetBasePathMappings", () => gateway.apiGateway.send(new GetBasePathMappingsCommand({ domainName }))],
  [
    "CreateBasePathMapping",
    () => gateway.apiGateway.send(new CreateBasePathMappingCommand({ domainName, restApiId: "a" })),
  ],
])("%s knows no domain name that is not there", async (_operation, call) => {
  expect(await refusalOf(call())).toMatchObject({
    name: "NotFoundException",
    message: "Invalid domain name identifier specified",
  });
});

describe("access associations of private domain names", () => {
  const associate = (domainNameArn: string) =>
    gateway.apiGateway.send(
      new CreateDomainNameAccessAssociationCommand({
        domainNameArn,
        accessAssociationSourceType: "VPCE",
        accessAssociationSource: "vpce-1",
        tags: { a: "b" },
      }),
    );
  const associations = async () =>
    there((await gateway.apiGateway.send(new GetDomainNameAccessAssociationsCommand())).items);
  const arnOf = async () => there((await createPrivate()).domainNameArn);

  test("are made, listed and deleted", async () => {
    const domainNameArn = await arnOf();
    const { $metadata, ...association } = await associate(domainNameArn);
    expect($metadata.httpStatusCode).toBe(201);
    expect(association).toEqual({
      domainNameArn,
      domainNameAccessAssociationArn: expect.stringMatching(
        /\/domainnameaccessassociations\/.+\/vpcesource\/vpce-1$/,
      ),
      accessAssociationSourceType: "VPCE",
      accessAssociationSource: "vpce-1",
      tags: { a: "b" },
    });
    expect(await associations()).toEqual([association]);
    expect(await refusalOf(associate(domainNameArn))).toMatchObject({ name: "ConflictException" });
    const { domainNameAccessAssociationArn } = association;
    const remove = () =>
      gateway.apiGateway.send(
        new DeleteDomainNameAccessAssociationCommand({ domainNameAccessAssociationArn }),
      );
    expect((await remove()).$metadata.httpStatusCode).toBe(202);
    expect(await associations()).toEqual([]);
    expect(await refusalOf(remove())).toMatchObject({ name: "NotFoundException" });
  });

  test("are rejected by who owns the domain name, and go with it", async () => {
    const domainNameArn = await arnOf();
    const reject = async (arn: string) => {
      const { domainNameAccessAssociationArn } = await associate(domainNameArn);
      return gateway.apiGateway.send(
        new RejectDomainNameAccessAssociationCommand({ domainNameAccessAssociationArn, domainNameArn: arn }),
      );
    };
    expect((await reject(domainNameArn)).$metadata.httpStatusCode).toBe(202);
    expect(await refusalOf(reject("arn:other"))).toMatchObject({ name: "NotFoundException" });
    const [{ domainNameId } = {}] = await list();
    await gateway.apiGateway.send(new DeleteDomainNameCommand({ domainName, domainNameId }));
    expect(await associations()).toEqual([]);
  });

  test("are of private domain names only", async () => {
    const { domainNameArn } = await create();
    expect(await refusalOf(associate(there(domainNameArn)))).toMatchObject({ name: "BadRequestException" });
    expect(await refusalOf(associate("arn:aws:apigateway:us-west-2::/domainnames/no"))).toMatchObject({
      name: "NotFoundException",
    });
  });
});
