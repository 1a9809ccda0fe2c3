import {
  CreateAuthorizerCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteAuthorizerCommand,
  GetAuthorizersCommand,
  GetGatewayResponsesCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { plainly, refusalOf, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

/** What an API holds, without the identifiers. */
async function contents(restApiId: string) {
  const client = gateway.apiGateway;
  const { items: resources = [] } = await client.send(
    new GetResourcesCommand({ restApiId, embed: ["methods"] }),
  );
  const { items: models = [] } = await client.send(new GetModelsCommand({ restApiId }));
  const { items: validators = [] } = await client.send(new GetRequestValidatorsCommand({ restApiId }));
  const { items: authorizers = [] } = await client.send(new GetAuthorizersCommand({ restApiId }));
  const { items: responses = [] } = await client.send(new GetGatewayResponsesCommand({ restApiId }));
  const nameOf = (
    list: readonly { id?: string | undefined; name?: string | undefined }[],
    id: string | undefined,
  ) => list.find((each) => each.id === id)?.name;
  return {
    ids: [...resources, ...models, ...validators, ...authorizers].map(({ id }) => there(id)),
    resources: resources.map(({ id, path, resourceMethods = {} }) => ({
      path,
      methods: Object.entries(resourceMethods).map(([verb, method]) => ({
        ...method,
        verb,
        authorizerId: nameOf(authorizers, method.authorizerId),
        requestValidatorId: nameOf(validators, method.requestValidatorId),
        ownCache: method.methodIntegration?.cacheNamespace === id,
        methodIntegration: { ...method.methodIntegration, cacheNamespace: undefined },
      })),
    })),
    models: models.map(({ id: _id, schema = "", ...rest }) => ({ ...rest, schema: JSON.parse(schema) })),
    validators: validators.map(({ id: _id, ...rest }) => rest),
    authorizers: authorizers.map(({ id: _id, ...rest }) => rest),
    responses,
  };
}

async function original(): Promise<string> {
  const client = gateway.apiGateway;
  const api = await client.send(new CreateRestApiCommand({ name: "original" }));
  const restApiId = there(api.id);
  const schema = JSON.stringify({ type: "object" });
  await client.send(
    new CreateModelCommand({ restApiId, name: "Pet", contentType: "application/json", schema }),
  );
  const validator = await client.send(new CreateRequestValidatorCommand({ restApiId, name: "strict" }));
  const authorizer = await client.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "pool",
      type: "COGNITO_USER_POOLS",
      providerARNs: ["arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_abc"],
    }),
  );
  const parent = await client.send(
    new CreateResourceCommand({ restApiId, parentId: api.rootResourceId, pathPart: "pets" }),
  );
  const child = await client.send(
    new CreateResourceCommand({ restApiId, parentId: parent.id, pathPart: "{id}" }),
  );
  const method = { restApiId, resourceId: there(child.id), httpMethod: "GET" };
  await client.send(
    new PutMethodCommand({
      ...method,
      authorizationType: "COGNITO_USER_POOLS",
      authorizerId: authorizer.id,
      requestValidatorId: validator.id,
      requestModels: { "application/json": "Pet" },
    }),
  );
  await client.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  await client.send(
    new PutGatewayResponseCommand({ restApiId, responseType: "DEFAULT_4XX", statusCode: "418" }),
  );
  return restApiId;
}

describe("cloneFrom", () => {
  test("gives the new API all that the old one holds, under its own identifiers", async () => {
    const cloneFrom = await original();
    const clone = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "clone", cloneFrom }));
    const { ids: oldIds, ...old } = await contents(cloneFrom);
    const { ids: newIds, ...copied } = await contents(there(clone.id));
    expect(copied).toEqual(old);
    expect(newIds.filter((id) => oldIds.includes(id))).toEqual([]);
    expect(copied.resources.map(({ path }) => path).toSorted()).toEqual(["/", "/pets", "/pets/{id}"]);
  });

  test("makes an API whose references hold", async () => {
    const cloneFrom = await original();
    const { id } = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "clone", cloneFrom }));
    const restApiId = there(id);
    const { items = [] } = await gateway.apiGateway.send(new GetAuthorizersCommand({ restApiId }));
    const deletion = new DeleteAuthorizerCommand({ restApiId, authorizerId: there(items[0]?.id) });
    expect((await refusalOf(gateway.apiGateway.send(deletion))).message).toBe(
      "Cannot delete authorizer 'pool', is referenced in method: GET//pets/{id}",
    );
  });

  test("needs an API that is there", async () => {
    const call = gateway.apiGateway.send(new CreateRestApiCommand({ name: "clone", cloneFrom: "nope" }));
    expect(await refusalOf(call)).toMatchObject({ name: "NotFoundException" });
  });
});

describe("the security policy of an API", () => {
  const securityPolicy = "SecurityPolicy_TLS13_1_3_2025_09" as const;
  const create = (input: Partial<ConstructorParameters<typeof CreateRestApiCommand>[0]>) =>
    gateway.apiGateway.send(new CreateRestApiCommand({ name: "secure", ...input }));

  test("is kept, with the access mode that it allows, and changed", async () => {
    const api = plainly(await create({ securityPolicy, endpointAccessMode: "STRICT" }));
    expect(api).toMatchObject({ securityPolicy, endpointAccessMode: "STRICT" });
    const updated = await gateway.apiGateway.send(
      new UpdateRestApiCommand({
        restApiId: api.id,
        patchOperations: [{ op: "replace", path: "/endpointAccessMode", value: "BASIC" }],
      }),
    );
    expect(updated.endpointAccessMode).toBe("BASIC");
  });

  test("of the older kind has no access mode", async () => {
    const refusal = await refusalOf(create({ securityPolicy: "TLS_1_2", endpointAccessMode: "STRICT" }));
    expect(refusal).toMatchObject({ name: "BadRequestException" });
  });
});
