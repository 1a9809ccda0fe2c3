/** The page that API Gateway's example answers at its root. */
const page = `<html>
    <head>
        <style>
        body {
            color: #333;
            font-family: Sans-serif;
            max-width: 800px;
            margin: auto;
        }
        </style>
    </head>
    <body>
        <h1>Welcome to your Pet Store API</h1>
        <p>
            You have successfully deployed your first API. You are seeing this HTML page because the <code>GET</code> method to the root resource of your API returns this content as a Mock integration.
        </p>
        <p>
            The Pet Store API contains the <code>/pets</code> and <code>/pets/{petId}</code> resources. By making a <a href="/$context.stage/pets/" target="_blank"><code>GET</code> request</a> to <code>/pets</code> you can retrieve a list of Pets in your API. If you are looking for a specific pet, for example the pet with ID 1, you can make a <a href="/$context.stage/pets/1" target="_blank"><code>GET</code> request</a> to <code>/pets/1</code>.
        </p>
        <p>
            You can use a REST client such as <a href="https://www.getpostman.com/" target="_blank">Postman</a> to test the <code>POST</code> methods in your API to create a new pet. Use the sample body below to send the <code>POST</code> request:
        </p>
        <pre>
{
    "type" : "cat",
    "price" : 123.11
}
        </pre>
    </body>
</html>`;

const cors: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Methods": "'GET,OPTIONS'",
  "Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key'",
  "Access-Control-Allow-Origin": "'*'",
};
const origin = { "Access-Control-Allow-Origin": "'*'" };
const json = ["application/json"];
const model = (name: string) => ({ $ref: `#/definitions/${name}` });

/** The responses and the integration of a method that answers 200 with a model and headers. */
function answering(
  schema: string | undefined,
  headers: Readonly<Record<string, string>>,
  integration: object,
  responseTemplates?: object,
) {
  const declared = Object.keys(headers).map((name) => [name, { type: "string" }]);
  const mapped = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]);
  return {
    responses: {
      200: {
        description: "Successful operation",
        ...(schema !== undefined && { schema: model(schema) }),
        headers: Object.fromEntries(declared),
      },
    },
    "x-amazon-apigateway-integration": {
      ...integration,
      passthroughBehavior: "when_no_match",
      responses: {
        default: {
          statusCode: "200",
          responseParameters: Object.fromEntries(mapped),
          ...(responseTemplates !== undefined && { responseTemplates }),
        },
      },
    },
  };
}

const mock = { type: "mock", requestTemplates: { "application/json": '{"statusCode": 200}' } };

export interface PetStoreOptions {
  readonly version?: string;
  /** What its two lists are behind, and another authorizer that nothing uses. */
  readonly authorizer?: { readonly uri: string; readonly credentials: string };
  /** The member of a pet. */
  readonly id?: string;
}

/** API Gateway's own example of an API, in Swagger 2, in front of a pet store. */
export function petStore(uri: string, { version, authorizer, id = "id" }: PetStoreOptions = {}): object {
  const secured = authorizer && { security: [{ "test-authorizer": [] }] };
  const token = authorizer && {
    type: "token",
    authorizerUri: authorizer.uri,
    authorizerCredentials: authorizer.credentials,
    identityValidationExpression: "^x-[a-z]+",
  };
  const scheme = (more: object) => ({
    type: "apiKey",
    in: "header",
    name: "Authorization",
    "x-amazon-apigateway-authtype": "oauth2",
    "x-amazon-apigateway-authorizer": { ...token, ...more },
  });
  const petId = { name: "petId", in: "path", required: true, type: "string" };
  const query = (name: string) => ({ name, in: "query", required: false, type: "string" });
  const text = { type: "string" };
  const number = { type: "number" };
  return {
    swagger: "2.0",
    info: {
      title: "PetStore",
      ...(version !== undefined && { version }),
      description:
        "Your first API with Amazon API Gateway. This is a sample API that integrates via HTTP with our demo Pet Store endpoints",
    },
    schemes: ["https"],
    paths: {
      "/": {
        get: {
          ...secured,
          consumes: json,
          produces: ["text/html"],
          ...answering(undefined, { "Content-Type": "'text/html'" }, mock, { "text/html": page }),
        },
      },
      "/pets": {
        get: {
          ...secured,
          produces: json,
          parameters: [query("type"), query("page")],
          ...answering("Pets", origin, {
            type: "http",
            httpMethod: "GET",
            uri,
            requestParameters: {
              "integration.request.querystring.page": "method.request.querystring.page",
              "integration.request.querystring.type": "method.request.querystring.type",
            },
          }),
        },
        post: {
          operationId: "CreatePet",
          consumes: json,
          produces: json,
          parameters: [{ in: "body", name: "NewPet", required: true, schema: model("NewPet") }],
          ...answering("NewPetResponse", origin, { type: "http", httpMethod: "POST", uri }),
        },
        options: {
          consumes: json,
          produces: json,
          ...answering("Empty", { ...cors, "Access-Control-Allow-Methods": "'POST,GET,OPTIONS'" }, mock),
        },
      },
      "/pets/{petId}": {
        get: {
          operationId: "GetPet",
          produces: json,
          parameters: [petId],
          ...answering("Pet", origin, {
            type: "http",
            httpMethod: "GET",
            uri: `${uri}/{petId}`,
            requestParameters: { "integration.request.path.petId": "method.request.path.petId" },
          }),
        },
        options: { consumes: json, produces: json, parameters: [petId], ...answering("Empty", cors, mock) },
      },
    },
    definitions: {
      Pets: { type: "array", items: model("Pet") },
      Empty: { type: "object" },
      NewPetResponse: { type: "object", properties: { pet: model("Pet"), message: text } },
      Pet: { type: "object", properties: { [id]: { type: "integer" }, type: text, price: number } },
      NewPet: { type: "object", properties: { type: model("PetType"), price: number } },
      PetType: { type: "string", enum: ["dog", "cat", "fish", "bird", "gecko"] },
    },
    ...(authorizer && {
      securityDefinitions: {
        "test-authorizer": scheme({ authorizerResultTtlInSeconds: 60 }),
        "test-authorizer-not-used": scheme({}),
      },
    }),
  };
}
