import { PutGatewayResponseCommand } from "@aws-sdk/client-api-gateway";
import { describe, expect, it } from "vitest";
import {
  deployApi,
  exchange,
  functionIntegration,
  type MethodToDeploy,
  requestText,
} from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const endpoint = useEndpoint(({ body }, response) => {
  response.writeHead(200, { "Content-Type": "text/plain", "X-Exact": "e" });
  response.end(body);
});

async function deployed(...methods: readonly MethodToDeploy[]) {
  const base = await deployApi(gateway.apiGateway, { methods, variables: { v: "1" } });
  return async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${gateway.url}${base}${path}`, init);
    return {
      status: answer.status,
      text: await answer.text(),
      type: answer.headers.get("content-type"),
      headers: Object.fromEntries(answer.headers),
    };
  };
}

const http = (more: object = {}) => ({
  type: "HTTP" as const,
  integrationHttpMethod: "POST",
  uri: endpoint.url,
  ...more,
});
const mock = { type: "MOCK" as const, requestTemplates: { $default: '{"statusCode":200}' } };
const json = (body: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

describe("JSONPath in a parameter mapping", () => {
  const pets = { pets: [{ name: "Rex" }, { name: "Tom", price: 2.5 }], owner: { "a.b": true }, none: null };

  it.each([
    ["pets[0].name", "Rex"],
    ["pets[-1].name", "Tom"],
    ["pets[1].price", "2.5"],
    ["pets[*].name", '["Rex","Tom"]'],
    [".name", '["Rex","Tom"]'],
    ["owner", '{"a.b":true}'],
    ["owner['a.b']", "true"],
    ["none", undefined],
    ["pets[7].name", undefined],
    ["constructor.name", undefined],
  ])("%s of a request's body, and of an answer's", async (path, expected) => {
    const ask = await deployed(
      {
        path: "/in",
        integration: http({
          requestParameters: { "integration.request.header.X-P": `method.request.body.${path}` },
        }),
        responses: { 200: {} },
      },
      {
        path: "/out",
        integration: http(),
        responses: {
          200: { responseParameters: { "method.response.header.X-P": `integration.response.body.${path}` } },
        },
      },
    );
    await ask("/in", json(pets));
    expect(endpoint.last.headers["x-p"]).toBe(expected);
    expect((await ask("/out", json(pets))).headers["x-p"]).toBe(expected);
  });

  it("looks into an error message that is JSON", async () => {
    const code =
      'exports.handler = async () => { throw new Error(JSON.stringify({ errorType: "Teapot", httpStatus: 418, trace: { line: 3 } })); };';
    const ask = await deployed({
      path: "/",
      integration: await functionIntegration(gateway.lambda, code, "AWS"),
      responses: {
        500: {
          selectionPattern: '.*"httpStatus":418.*',
          responseParameters: {
            "method.response.header.error_type": "integration.response.body.errorMessage.errorType",
            "method.response.header.error_status": "integration.response.body.errorMessage.httpStatus",
            "method.response.header.error_trace": "integration.response.body.errorMessage.trace",
            "method.response.header.error_line": "integration.response.body.errorMessage.trace.line",
          },
        },
      },
    });
    expect(await ask("/")).toMatchObject({
      status: 500,
      headers: { error_type: "Teapot", error_status: "418", error_trace: '{"line":3}', error_line: "3" },
    });
  });
});

it("a mapping names an answer's header in its own spelling, and a single value of $context", async () => {
  const ask = await deployed({
    path: "/",
    integration: http(),
    responses: {
      200: {
        responseParameters: {
          "method.response.header.a": "integration.response.header.X-Exact",
          "method.response.header.b": "integration.response.header.x-exact",
          "method.response.header.c": "context.identity",
          "method.response.header.d": "context.requestTimeEpoch",
        },
      },
    },
  });
  const { headers } = await ask("/");
  expect([headers["a"], headers["b"], headers["c"]]).toEqual(["e", undefined, undefined]);
  expect(headers["d"]).toMatch(/^\d{13}$/);
});

describe("a path parameter of an integration's uri", () => {
  it.each([
    ["a%2Fb", "", "/x/a%2Fb/end?s=1"],
    ["a", "?q=b+c/d?e%23f", "/x/b%20c/d%3Fe%23f/end?s=1"],
    ["a", "?q=%7B%0A%7D%5C%C3%A9", "/x/%7B%0A%7D%5C%C3%A9/end?s=1"],
  ])("%s and %j ends the path nowhere", async (id, query, expected) => {
    const source = query === "" ? "method.request.path.id" : "method.request.querystring.q";
    const ask = await deployed({
      path: "/{id}",
      method: {
        requestParameters: { "method.request.path.id": true, "method.request.querystring.q": false },
      },
      integration: http({
        uri: `${endpoint.url}/x/{p}/end?s=1`,
        requestParameters: { "integration.request.path.p": source },
      }),
      responses: { 200: {} },
    });
    expect((await ask(`/${id}${query}`)).status).toBe(200);
    expect(endpoint.last.url).toBe(expected);
  });
});

describe("overrides", () => {
  it("take the place of what is mapped whatever its case, and a list is several values", async () => {
    const template =
      "#set($one = 'foo')#set($context.requestOverride.header.X-One = 'two')#set($context.requestOverride.header.multivalueheader = [$one, \"$one$one\"])$input.body";
    const ask = await deployed({
      path: "/",
      integration: http({
        requestParameters: { "integration.request.header.x-one": "'one'" },
        requestTemplates: { "application/json": template },
      }),
      responses: {
        200: {
          responseTemplates: {
            "application/json": "#set($context.responseOverride.header.X-List = ['a', 'b'])ok",
          },
        },
      },
    });
    expect((await ask("/", json({}))).headers["x-list"]).toBe("a,b");
    const sent = endpoint.last.rawHeaders;
    expect(sent.filter((_, index) => sent[index - 1]?.toLowerCase() === "x-one")).toEqual(["two"]);
    expect(endpoint.last.headers["multivalueheader"]).toBe("foo,foofoo");
  });
});

it("$context knows the id that the function knew the request by", async () => {
  const code = "exports.handler = async (_event, context) => context.awsRequestId;";
  const ask = await deployed({
    path: "/",
    integration: await functionIntegration(gateway.lambda, code, "AWS"),
    responses: {
      200: {
        responseParameters: {
          "method.response.header.X-Id": "context.awsEndpointRequestId",
          "method.response.header.X-Same": "integration.response.header.x-amzn-RequestId",
        },
        responseTemplates: { "application/json": "$input.path('$') $context.awsEndpointRequestId" },
      },
    },
  });
  const { text, headers } = await ask("/");
  const id = headers["x-id"];
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect([text, headers["x-same"]]).toEqual([`${id} ${id}`, id]);
});

describe("the Content-Type of an answer", () => {
  const templates = { "application/json": "{}", "application/xml": "<x/>", "text/html": "<p>" };
  const ask = async (
    models: Record<string, string> | undefined,
    accept: string,
    responseParameters?: Record<string, string>,
  ) => {
    const base = await deployApi(gateway.apiGateway, {
      methods: [
        {
          path: "/",
          integration: mock,
          responses: {
            200: { responseTemplates: templates, ...(responseParameters && { responseParameters }) },
          },
          ...(models && { responseModels: { 200: models } }),
        },
      ],
    });
    const answer = await fetch(`${gateway.url}${base}/`, { headers: { Accept: accept } });
    return [await answer.text(), answer.headers.get("content-type")];
  };

  it.each<[models: Record<string, string> | undefined, accept: string, text: string, type: string]>([
    [undefined, "application/xml", "<x/>", "application/json"],
    [{ "application/xml": "Empty" }, "application/xml", "<x/>", "application/xml"],
    [{ "application/xml": "Empty" }, "text/html", "<p>", "application/xml"],
    [{ "text/html": "Empty", "application/json": "Empty" }, "text/html, */*", "<p>", "text/html"],
    [{ "text/html": "Empty", "application/json": "Empty" }, "*/*", "{}", "application/json"],
    [{ "text/html": "Empty", "application/json": "Empty" }, "constructor", "{}", "application/json"],
  ])("with the method response's models %j for Accept %s", async (models, accept, text, type) => {
    expect(await ask(models, accept)).toEqual([text, type]);
  });

  it("is what is mapped", async () => {
    const mapped = { "method.response.header.Content-Type": "'text/css'" };
    expect(await ask({ "application/xml": "Empty" }, "*/*", mapped)).toEqual(["{}", "text/css"]);
  });
});

it("a gateway response cannot break the answer it is in", async () => {
  const base = await deployApi(gateway.apiGateway, {
    methods: [{ path: "/", integration: mock }],
    variables: { v: "stage" },
    prepare: async (restApiId) => {
      await gateway.apiGateway.send(
        new PutGatewayResponseCommand({
          restApiId,
          responseType: "DEFAULT_4XX",
          responseParameters: {
            "gatewayresponse.header.Content-Length": "'3'",
            "gatewayresponse.header.Transfer-Encoding": "'chunked'",
            "gatewayresponse.header.Connection": "'upgrade'",
            "gatewayresponse.header.x-amzn-ErrorType": "'Mine'",
          },
          responseTemplates: {
            // biome-ignore lint/suspicious/noTemplateCurlyInString: the form of AWS
            "application/json": "$stageVariables['v'] ${stageVariables['v']} [$context.identity]",
          },
        }),
      );
      return {};
    },
  });
  const answer = await exchange(gateway.url, requestText(`GET ${base}/none`));
  const [head = "", body] = answer.split("\r\n\r\n");
  expect(body).toBe("stage stage []");
  expect(head.match(/^(content-length|connection|transfer-encoding|x-amzn-errortype): .*/gim)).toEqual([
    "x-amzn-ErrorType: Mine",
    "Content-Length: 14",
    "Connection: close",
  ]);
});

describe("a template's override of a header", () => {
  it.each([
    ["Content-Length", "1"],
    ["transfer-encoding", "chunked"],
    ["X-Amzn-Trace-Id", "mine"],
    ["bad name", "x"],
    ["X-Lines", "$input.path('$.lines')"],
  ])("that API Gateway does not let it set is a 500: %s", async (name, value) => {
    const template = `#set($context.requestOverride.header['${name}'] = "${value}")body`;
    const integration = http({ requestTemplates: { "application/json": template } });
    const ask = await deployed({ path: "/", integration, responses: { 200: {} } });
    const answer = await ask("/", json({ lines: "a\r\nX-Evil: b" }));
    expect(answer).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
  });

  it("that is no Latin goes as UTF-8", async () => {
    const integration = http({
      requestParameters: { "integration.request.header.X-Name": "method.request.body.name" },
    });
    const ask = await deployed({ path: "/", integration, responses: { 200: {} } });
    await ask("/", json({ name: "Zoë ☃" }));
    expect(Buffer.from(endpoint.last.headers["x-name"] ?? "", "latin1").toString()).toBe("Zoë ☃");
  });
});

it("an endpoint sees the dots of a path", async () => {
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/{proxy+}",
        method: { requestParameters: { "method.request.path.proxy": true } },
        integration: {
          type: "HTTP_PROXY",
          integrationHttpMethod: "ANY",
          uri: `${endpoint.url}/base/{proxy}`,
          requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
        },
      },
    ],
  });
  await exchange(gateway.url, requestText(`GET ${base}/a/%2e%2e/..%2f/%2E/b?q=1`));
  expect(endpoint.last.url).toBe("/base/a/%2e%2e/..%2f/%2E/b?q=1");
});

it.each([
  ["rendered", { "application/json": '{"q":"$input.params(\'q\')"}' }],
  ["passed through", undefined],
])("an event that is no JSON, %s, is a 400", async (_what, requestTemplates) => {
  const code = "exports.handler = async (event) => event;";
  const integration = {
    ...(await functionIntegration(gateway.lambda, code, "AWS")),
    ...(requestTemplates && { requestTemplates }),
  };
  const ask = await deployed({ path: "/", integration, responses: { 200: {} } });
  const answer = await ask("/?q=%22", {
    method: "POST",
    body: "{",
    headers: { "Content-Type": "application/json" },
  });
  expect(answer).toMatchObject({ status: 400, headers: { "x-amzn-errortype": "BadRequestException" } });
  expect(answer.text).toMatch(/^\{"message": "Could not parse request body into json: /);
});
