import {
  type APIGatewayClient,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteModelCommand,
  DeleteRestApiCommand,
  GetAuthorizersCommand,
  GetExportCommand,
  GetGatewayResponsesCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import fc from "fast-check";
import { expect, test } from "vitest";
import { there, useGateway } from "../fixtures/running-gateway.ts";
import { type GeneratedApi, type GeneratedMethod, generatedApi } from "./generated-api.ts";

const gateway = useGateway();

test.each([
  { exportType: "oas30", accepts: "application/json" },
  { exportType: "oas30", accepts: "application/yaml" },
  { exportType: "swagger", accepts: "application/json" },
  { exportType: "swagger", accepts: "application/yaml" },
] as const)(
  "an API exported as $exportType in $accepts and imported is equal to what it was",
  async (format) => {
    const client = gateway.apiGateway;
    await fc.assert(
      fc.asyncProperty(generatedApi(format.exportType), async (generated) => {
        const restApiId = await make(client, generated);
        await client.send(new CreateDeploymentCommand({ restApiId, stageName: "v1" }));
        const parameters = { extensions: "apigateway" };
        const { body } = await client.send(
          new GetExportCommand({ restApiId, stageName: "v1", parameters, ...format }),
        );
        const original = await everything(client, restApiId);
        const imported = await client.send(
          new ImportRestApiCommand({
            body: there(body),
            failOnWarnings: true,
            parameters: {
              endpointConfigurationTypes: generated.api.endpointConfiguration?.types?.[0] ?? "EDGE",
            },
          }),
        );
        expect(await everything(client, there(imported.id))).toEqual(original);

        // Over the API itself, it changes nothing.
        await client.send(new PutRestApiCommand({ restApiId, body: there(body), mode: "merge" }));
        expect(await everything(client, restApiId)).toEqual(original);

        for (const id of [restApiId, there(imported.id)]) {
          await client.send(new DeleteRestApiCommand({ restApiId: id }));
        }
      }),
      { numRuns: 6 },
    );
  },
  60_000,
);

/** Makes the API by the calls that any caller makes. */
async function make(client: APIGatewayClient, generated: GeneratedApi): Promise<string> {
  const created = await client.send(new CreateRestApiCommand(generated.api));
  const restApiId = there(created.id);
  for (const modelName of ["Empty", "Error"]) {
    await client.send(new DeleteModelCommand({ restApiId, modelName }));
  }
  for (const [name, schema] of Object.entries(generated.models)) {
    const base = `https://apigateway.amazonaws.com/restapis/${restApiId}/models/`;
    const text = JSON.stringify(schema).replaceAll('"models/', `"${base}`);
    const description = "description" in schema ? String(schema.description) : undefined;
    const model = { restApiId, name, contentType: "application/json", schema: text, description };
    await client.send(new CreateModelCommand(model));
  }
  const validators = new Map<string, string>();
  for (const name of generated.validators) {
    const flags = { validateRequestBody: name === "body", validateRequestParameters: name !== "body" };
    const { id } = await client.send(new CreateRequestValidatorCommand({ restApiId, name, ...flags }));
    validators.set(name, there(id));
  }
  for (const response of generated.gatewayResponses) {
    await client.send(new PutGatewayResponseCommand({ restApiId, ...response }));
  }
  const authorizers = new Map<string, string>();
  for (const authorizer of generated.authorizers) {
    const { id } = await client.send(new CreateAuthorizerCommand({ restApiId, ...authorizer }));
    authorizers.set(there(authorizer.name), there(id));
  }
  const resources = new Map([["/", there(created.rootResourceId)]]);
  const resourceAt = async (path: string): Promise<string> => {
    const known = resources.get(path);
    if (known !== undefined) return known;
    const end = path.lastIndexOf("/");
    const parentId = await resourceAt(path.slice(0, end) || "/");
    const pathPart = path.slice(end + 1);
    const { id } = await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart }));
    resources.set(path, there(id));
    return there(id);
  };
  for (const path of generated.empty) await resourceAt(path);
  for (const method of generated.methods) {
    const resourceId = await resourceAt(method.path);
    await putMethod(client, { restApiId, resourceId, httpMethod: method.httpMethod }, method, {
      authorizerId: authorizers.get(method.authorizer ?? ""),
      requestValidatorId: validators.get(method.validator ?? ""),
    });
  }
  return restApiId;
}

async function putMethod(
  client: APIGatewayClient,
  name: { restApiId: string; resourceId: string; httpMethod: string },
  method: GeneratedMethod,
  ids: { authorizerId: string | undefined; requestValidatorId: string | undefined },
): Promise<void> {
  const { authorizationType, authorizationScopes, apiKeyRequired, operationName } = method;
  const { requestModels, requestParameters } = method;
  await client.send(
    new PutMethodCommand({
      ...name,
      ...ids,
      authorizationType,
      authorizationScopes,
      apiKeyRequired,
      operationName,
      requestModels,
      ...(Object.keys(requestParameters).length > 0 && { requestParameters }),
    }),
  );
  for (const response of method.responses) {
    await client.send(new PutMethodResponseCommand({ ...name, ...response }));
  }
  await client.send(new PutIntegrationCommand({ ...name, ...method.integration }));
  for (const response of method.integrationResponses) {
    const { statusCode = "", ...rest } = response;
    await client.send(new PutIntegrationResponseCommand({ ...name, statusCode, ...rest }));
  }
}

/** All that can be read of an API, with names for identifiers and without what differs for every API. */
async function everything(client: APIGatewayClient, restApiId: string): Promise<unknown> {
  const { id, createdDate, rootResourceId, $metadata, policy, ...api } = await client.send(
    new GetRestApiCommand({ restApiId }),
  );
  const name = { restApiId };
  const { items: models } = await client.send(new GetModelsCommand(name));
  const { items: validators } = await client.send(new GetRequestValidatorsCommand(name));
  const { items: authorizers } = await client.send(new GetAuthorizersCommand(name));
  const { items: responses } = await client.send(new GetGatewayResponsesCommand(name));
  const { items: resources } = await client.send(
    new GetResourcesCommand({ ...name, embed: ["methods"], limit: 500 }),
  );
  const names = new Map<string, string>([[restApiId, "(api)"]]);
  for (const resource of there(resources)) names.set(there(resource.id), `(resource ${resource.path})`);
  for (const item of [...there(validators), ...there(authorizers)])
    names.set(there(item.id), `(${item.name})`);
  for (const model of there(models)) names.set(there(model.id), `(model ${model.name})`);
  const whole = {
    api,
    // Printed as if it stood inside another text.
    policy: policy === undefined ? undefined : JSON.parse(JSON.parse(`"${policy}"`)),
    models: sorted(
      there(models).map((model) => ({ ...model, schema: JSON.parse(there(model.schema)) })),
      "name",
    ),
    validators: sorted(there(validators), "name"),
    authorizers: sorted(there(authorizers), "name"),
    responses: sorted(there(responses), "responseType"),
    resources: sorted(there(resources), "path"),
  };
  const text = JSON.stringify(whole);
  return JSON.parse([...names].reduce((all, [from, to]) => all.replaceAll(from, to), text));
}

function sorted<T extends object>(items: readonly T[], by: keyof T): readonly T[] {
  return [...items].sort((a, b) => (String(a[by]) < String(b[by]) ? -1 : 1));
}
