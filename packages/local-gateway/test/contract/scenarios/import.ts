import type { PutMode } from "@aws-sdk/client-api-gateway";
import { there } from "../../fixtures/running-gateway.ts";
import type { Run, Scenario } from "../scenario.ts";
import { apiKeyAuthorizer, cognito } from "./documents/authorizer.ts";
import { basePathAsVariable, basePathInUrl, swaggerWithBasePath } from "./documents/base-path.ts";
import { anyMediaType, lambdaByHttpMethod, pets, statusCodesAsNumbers } from "./documents/integration.ts";
import { petStore } from "./documents/pet-store.ts";
import { proxiesOfSam, proxyBehindApiKey } from "./documents/proxy.ts";
import { newRestApi, sortedBy } from "./parts.ts";

const bodyOf = (document: object | string) =>
  Buffer.from(typeof document === "string" ? document : JSON.stringify(document));

export const imported: Readonly<Record<string, Scenario>> = {
  "any media type": async ({ api, of }) => {
    await of("import_rest_api", api.importRestApi({ body: bodyOf(anyMediaType), failOnWarnings: true }));
  },

  "API key authorizer": async (run) => {
    const { api, of } = run;
    const body = bodyOf(apiKeyAuthorizer(authorizerUri(run)));
    const { id } = await of("import-swagger", api.importRestApi({ body, failOnWarnings: true }));
    const restApiId = there(id);
    await of("get-authorizers", api.getAuthorizers({ restApiId }));
    await methodsOf(run, restApiId, "resources");
  },

  "HTTP integration": async (run) => {
    const body = bodyOf(lambdaByHttpMethod(authorizerUri(run), parametersTemplate));
    const { id } = await run.api.importRestApi({ body, failOnWarnings: true });
    await methodsOf(run, there(id), "resources");
  },

  "status codes as numbers": async (run) => {
    const body = bodyOf(statusCodesAsNumbers);
    const { id } = await run.api.importRestApi({ body, failOnWarnings: true });
    await methodsOf(run, there(id), "resources");
  },

  "Cognito authorizer": async (run) => {
    const { api, of, region, accountId } = run;
    const pool = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${region}_ABC123`;
    const body = bodyOf(cognito(pool));
    const { id } = await of("import-swagger", api.importRestApi({ body, failOnWarnings: true }));
    const restApiId = there(id);
    const { items } = await api.getAuthorizers({ restApiId });
    run.keep(
      "get-authorizers",
      sortedBy(items, ({ name }) => name),
    );
    await methodsOf(run, restApiId, "resources");
  },

  "token authorizers": async (run) => {
    const { api, of, region, role } = run;
    const document = petStore(`http://petstore.execute-api.${region}.amazonaws.com/petstore/pets`, {
      version: "1.0",
      authorizer: { uri: authorizerUri(run), credentials: role },
      id: "petid",
    });
    const imported = api.importRestApi({ body: bodyOf(document), failOnWarnings: true });
    const restApiId = there((await of("import-swagger", imported)).id);
    const authorizers = await api.getAuthorizers({ restApiId });
    const items = sortedBy(authorizers.items, ({ name }) => name);
    await of("get-authorizers", Promise.resolve({ ...authorizers, items }));
    await keepModels(run, restApiId);
    await methodsOf(run, restApiId, "resources");
  },

  "as for Terraform": (run) => modelsAndMethods(run, proxyBehindApiKey()),
  "as of SAM": (run) => modelsAndMethods(run, proxiesOfSam(run.region)),
  ...mediaTypes("merge"),
  ...mediaTypes("overwrite"),
  ...swaggerBasePath("ignore"),
  ...swaggerBasePath("split"),
  ...openApiBasePath("prepend"),
  ...openApiBasePath("split"),
};

function mediaTypes(mode: PutMode): Record<string, Scenario> {
  return {
    [`put binary media types, ${mode}`]: async ({ api, of, name }) => {
      const { id } = await of(
        "create-rest-api",
        api.createRestApi({ name: name(), binaryMediaTypes: ["image/heif"] }),
      );
      const restApiId = there(id);
      await of("get-rest-api", api.getRestApi({ restApiId }));
      await of("put-api", api.putRestApi({ restApiId, mode, body: bodyOf(pets) }));
    },
  };
}

function swaggerBasePath(basepath: string): Record<string, Scenario> {
  return {
    [`Swagger, ${basepath} base path`]: async (run) => {
      const { api, of } = run;
      const { restApiId } = await newRestApi(run);
      const parameters = { basepath };
      const body = bodyOf(swaggerWithBasePath(authorizerUri(run), run.role));
      await of(
        "put-rest-api-swagger-json",
        api.putRestApi({ restApiId, mode: "overwrite", body, parameters }),
      );
      await methodsOf(run, restApiId, "get-resources-swagger-json");
      const { id } = await api.importRestApi({ body: bodyOf(pets), parameters });
      await methodsOf(run, there(id), "get-resources-no-base-path-swagger");
    },
  };
}

function openApiBasePath(basepath: string): Record<string, Scenario> {
  return {
    [`OpenAPI, ${basepath} base path`]: async (run) => {
      const { restApiId } = await newRestApi(run);
      for (const [key, document] of [
        ["srv-var", basePathAsVariable],
        ["srv-url", basePathInUrl],
      ] as const) {
        const put = run.api.putRestApi({
          restApiId,
          mode: "overwrite",
          body: bodyOf(document),
          parameters: { basepath },
        });
        await run.of(`put-rest-api-oas30-${key}`, put);
        await methodsOf(run, restApiId, `get-resources-oas30-${key}`, `${key}-`);
      }
    },
  };
}

async function modelsAndMethods(run: Run, document: object): Promise<void> {
  const { api, of } = run;
  const { id } = await of(
    "import_tf_rest_api",
    api.importRestApi({ body: bodyOf(document), failOnWarnings: true }),
  );
  const restApiId = there(id);
  await keepModels(run, restApiId);
  await methodsOf(run, restApiId, "resources");
}

async function keepModels({ api, of }: Run, restApiId: string): Promise<void> {
  const models = await api.getModels({ restApiId });
  const items = sortedBy(models.items, ({ name }) => name);
  await of("get-models", Promise.resolve({ ...models, items }));
}

/** Keeps the resources of an API and, of each of its methods, all that it consists of. */
async function methodsOf({ api, of }: Run, restApiId: string, resourcesKey: string, prefix = "") {
  const answer = await api.getResources({ restApiId, limit: 500 });
  const items = sortedBy(answer.items, ({ path }) => path);
  await of(resourcesKey, Promise.resolve({ ...answer, items }));
  for (const { id, path = "", resourceMethods = {} } of items) {
    for (const httpMethod of Object.keys(resourceMethods).toSorted()) {
      const at = { restApiId, resourceId: there(id), httpMethod };
      const key = `${path === "/" ? "root" : path.slice(1)}-${httpMethod.toLowerCase()}`;
      await of(`${prefix}method-${key}`, api.getMethod(at));
      await of(`${prefix}method-response-${key}`, api.getMethodResponse({ ...at, statusCode: "200" }));
      await of(`${prefix}integration-${key}`, api.getIntegration(at));
      await of(
        `${prefix}integration-response-${key}`,
        api.getIntegrationResponse({ ...at, statusCode: "200" }),
      );
    }
  }
}

const authorizerUri = ({ region, accountId }: Run) => {
  const lambda = `arn:aws:lambda:${region}:${accountId}:function:authorizer`;
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${lambda}/invocations`;
};

/** All parameters of a request by their kind. */
const parametersTemplate = `#set($allParams = $input.params())
{
  "params" : {
    #foreach($type in $allParams.keySet())
      #set($params = $allParams.get($type))
      "$type" : {
        #foreach($paramName in $params.keySet())
          "$paramName" : "$util.escapeJavaScript($params.get($paramName))"
          #if($foreach.hasNext),#end
        #end
      }
      #if($foreach.hasNext),#end
    #end
  }
}
`;
