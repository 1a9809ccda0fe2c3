import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { deployApi, exchange, type MethodToDeploy, requestText } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const endpoint = useEndpoint(({ url }, response) => {
  const path = url.split("?")[0] ?? "";
  const status = Number(/\/status\/(\d+)$/.exec(path)?.[1] ?? 200);
  switch (path) {
    case "/slow":
      return;
    case "/redirect":
      response.writeHead(302, { Location: "/elsewhere" }).end();
      return;
    case "/bytes":
      response.writeHead(200, { "Content-Type": "image/png" }).end(Buffer.from([0xff, 0x00, 0x41]));
      return;
    case "/headers":
      response.writeHead(200, ["Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-Amzn-RequestId", "theirs"]);
      response.end("{}");
      return;
    case "/cut":
      response.writeHead(200, { "Content-Length": "10" });
      response.write("half", () => response.destroy());
      return;
    default:
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ status, foo: { bar: [1, 2] } }));
  }
});

async function ask(method: MethodToDeploy, path: string, init: RequestInit = {}, options = {}) {
  const base = await deployApi(gateway.apiGateway, { methods: [method], ...options });
  const response = await fetch(`${gateway.url}${base}${path}`, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const proxy = (uri: string, rest: Partial<MethodToDeploy["integration"]> = {}) => ({
  type: "HTTP_PROXY" as const,
  integrationHttpMethod: "ANY",
  uri: `${endpoint.url}${uri}`,
  ...rest,
});

const custom = (uri: string, rest: Partial<MethodToDeploy["integration"]> = {}) => ({
  type: "HTTP" as const,
  integrationHttpMethod: "POST",
  uri: `${endpoint.url}${uri}`,
  ...rest,
});

describe("an HTTP_PROXY integration", () => {
  it("hands the request on, and adds what API Gateway adds", async () => {
    const answer = await ask(
      { path: "/{p}", integration: proxy("/there") },
      "/x?a=1&a=2&b=%2B%20&c=%2f%2Fd%26",
      {
        method: "PUT",
        headers: {
          "Content-Type": "text/plain",
          "X-Mine": "me",
          "User-Agent": "mine/1",
          "X-Amzn-Trace-Id": "Root=1-2-3",
        },
        body: "hello",
      },
    );
    expect(answer.status).toBe(200);
    const { method, url, headers, body } = endpoint.last;
    expect({ method, url, body: body.toString() }).toEqual({
      method: "PUT",
      url: "/there?a=1&a=2&b=%2B%20&c=//d%26",
      body: "hello",
    });
    expect(headers).toMatchObject({
      host: new URL(endpoint.url).host,
      "content-type": "text/plain",
      "content-length": "5",
      "x-mine": "me",
      "user-agent": "mine/1",
      "x-amzn-trace-id": "Root=1-2-3",
      "x-amzn-apigateway-api-id": expect.stringMatching(/^[a-z0-9]{10}$/),
    });
  });

  it("keeps X-HTTP-Method-Override to itself unless it is mapped", async () => {
    const name = "X-HTTP-Method-Override";
    const init = { method: "POST", headers: { [name]: "PUT" }, body: "{}" };
    await ask({ path: "/", integration: proxy("/there") }, "/", init);
    expect(endpoint.last.method).toBe("PUT");
    expect(endpoint.last.headers).not.toHaveProperty(name.toLowerCase());
    const requestParameters = { [`integration.request.header.${name}`]: `method.request.header.${name}` };
    const integration = proxy("/there", { requestParameters });
    await ask({ path: "/", integration, method: methodParameters(requestParameters) }, "/", init);
    expect(endpoint.last.headers).toMatchObject({ [name.toLowerCase()]: "PUT" });
  });

  it("maps parameters onto the request", async () => {
    const requestParameters = {
      "integration.request.header.headerVar": "method.request.header.foobar",
      "integration.request.path.qsVar": "method.request.querystring.testVar",
      "integration.request.path.pathVar": "method.request.path.pathVariable",
      "integration.request.querystring.queryString": "method.request.querystring.testQueryString",
      "integration.request.querystring.testQs": "method.request.querystring.testQueryString",
      "integration.request.querystring.testEmptyQs": "method.request.header.emptyheader",
    };
    const integration = proxy("/?testVar={pathVar}&testQs={qsVar}", { requestParameters });
    const method = { path: "/{pathVariable}", integration, method: methodParameters(requestParameters) };
    await ask(method, "/foobar?testQueryString=foo&testVar=bar", {
      headers: { foobar: "mapped-value", headerVar: "request-value" },
    });
    expect(endpoint.last.url).toBe(
      "/?testVar=foobar&testQs=bar&testQueryString=foo&testVar=bar&queryString=foo&testQs=foo",
    );
    expect(endpoint.last.headers).toMatchObject({ headervar: "mapped-value" });
  });

  it.each([
    ["/a/b", "/base/a/b"],
    ["/a%2Fb", "/base/a%2Fb"],
    ["/a%20b/c", "/base/a%20b/c"],
  ])("puts the path %s in the uri as it was sent", async (path, url) => {
    const requestParameters = { "integration.request.path.proxy": "method.request.path.proxy" };
    const integration = proxy("/base/{proxy}", { requestParameters });
    await ask({ path: "/{proxy+}", integration, method: methodParameters(requestParameters) }, path);
    expect(endpoint.last.url).toBe(url);
  });

  it("fills stage variables in", async () => {
    const options = { variables: { where: "prod", host: new URL(endpoint.url).host } };
    const uri = `http://\${stageVariables.host}/\${stageVariables.where}`;
    await ask({ path: "/", integration: proxy("", { uri }) }, "/", {}, options);
    expect(endpoint.last.url).toBe("/prod");
  });

  it("passes the answer on: status, repeated headers, a redirect; and renames the endpoint's own ids", async () => {
    expect(await ask({ path: "/", integration: proxy("/status/418") }, "/")).toMatchObject({ status: 418 });
    const redirect = await ask({ path: "/", integration: proxy("/redirect") }, "/");
    expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "/elsewhere"]);
    const { headers } = await ask({ path: "/", integration: proxy("/headers") }, "/");
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(headers.get("x-amzn-remapped-x-amzn-requestid")).toBe("theirs");
    expect(headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get("x-amzn-remapped-date")).not.toBeNull();
    expect(headers.get("x-amzn-trace-id")).toBeNull();
  });

  it.each([
    ["image/png", "image/png", "\xff\0A"],
    ["text/html", "image/png", "/wBB"],
    ["image/png", undefined, "\xef\xbf\xbd\0A"],
  ])("bytes for Accept %s with the binary type %s", async (accept, type, expected) => {
    const api = type === undefined ? {} : { binaryMediaTypes: [type] };
    const base = await deployApi(gateway.apiGateway, {
      methods: [{ path: "/", integration: proxy("/bytes") }],
      api,
    });
    const answer = await exchange(gateway.url, requestText(`GET ${base}/`, [`Accept: ${accept}`]));
    expect(answer.split("\r\n\r\n")[1]).toBe(expected);
  });
});

describe("an HTTP integration", () => {
  const responses = { 200: {}, 400: { selectionPattern: "4\\d{2}" } };

  it("sends nothing of the request but its body", async () => {
    await ask({ path: "/", integration: custom("/there?x=1"), responses }, "/?a=1", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Mine": "me" },
      body: '{"a":1}',
    });
    const { method, url, headers, body } = endpoint.last;
    expect({ method, url, body: body.toString() }).toEqual({
      method: "POST",
      url: "/there?x=1",
      body: '{"a":1}',
    });
    expect(headers).toEqual({
      host: new URL(endpoint.url).host,
      connection: "keep-alive",
      accept: "application/json",
      "user-agent": `AmazonAPIGateway_${headers["x-amzn-apigateway-api-id"]}`,
      "content-type": "application/json",
      "content-length": "7",
      "x-amzn-trace-id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      "x-amzn-apigateway-api-id": expect.any(String),
    });
  });

  it("sends what is mapped, and what the template overrides", async () => {
    const requestParameters = {
      "integration.request.header.X-A": "method.request.header.a",
      "integration.request.header.Connection": "'close'",
      "integration.request.header.Via": "'x'",
      "integration.request.querystring.q": "method.request.multivaluequerystring.m",
      "integration.request.path.p": "'mapped'",
    };
    const template =
      '#set($context.requestOverride.path.p = "over")#set($context.requestOverride.header.X-B = "b"){"got":$input.json("$.v")}';
    const integration = custom("/{p}", {
      requestParameters,
      requestTemplates: { "application/json": template },
    });
    const method = { path: "/", integration, responses, method: methodParameters(requestParameters) };
    await ask(method, "/?m=1&m=2", {
      method: "POST",
      headers: { a: "A", "Content-Type": "application/json" },
      body: '{"v":[1]}',
    });
    const { url, headers, body } = endpoint.last;
    expect({ url, body: body.toString() }).toEqual({ url: "/over?q=1&q=2", body: '{"got":[1]}' });
    expect(headers).toMatchObject({ "x-a": "A", "x-b": "b", connection: "keep-alive" });
    expect(headers).not.toHaveProperty("via");
  });

  it("sends a mapped Trailer in front of a body of known length", async () => {
    const requestParameters = { "integration.request.header.Trailer": "'user-agent'" };
    const method = { path: "/", integration: custom("/x", { requestParameters }), responses };
    const body = "Tra1ler: stays\r\n\r\nTra1ler: too";
    const answer = await ask(method, "/", { method: "POST", body });
    expect(answer.status).toBe(200);
    expect(endpoint.last.headers).toMatchObject({
      trailer: "user-agent",
      "content-length": `${body.length}`,
    });
    expect(endpoint.last.body.toString()).toBe(body);
  });

  it.each([
    [201, 200],
    [404, 400],
    [500, 200],
  ])("an endpoint's %i selects the response for %i", async (theirs, ours) => {
    const integration = custom(`/status/${theirs}`);
    expect((await ask({ path: "/", integration, responses }, "/")).status).toBe(ours);
  });

  it("maps and renders the answer", async () => {
    const response = {
      responseParameters: {
        "method.response.header.X-Bar": "integration.response.body.foo.bar[1]",
        "method.response.header.X-Type": "integration.response.header.Content-Type",
      },
      responseTemplates: { "application/json": "$input.path('$.foo')" },
    };
    const answer = await ask({ path: "/", integration: custom("/x"), responses: { 200: response } }, "/");
    expect(answer.text).toBe("{bar=[1,2]}");
    expect([answer.headers.get("x-bar"), answer.headers.get("x-type")]).toEqual(["2", "application/json"]);
  });
});

describe("an endpoint that does not answer", () => {
  const networkError = { status: 504, text: '{"message": "Network error communicating with endpoint"}' };
  const internal = { status: 500, text: '{"message": "Internal server error"}' };

  it("refuses the connection", async () => {
    const free = await unusedPort();
    const integration = proxy("", { uri: `http://127.0.0.1:${free}/` });
    expect(await ask({ path: "/", integration }, "/")).toMatchObject(networkError);
  });

  it("cuts its answer", async () => {
    expect(await ask({ path: "/", integration: proxy("/cut") }, "/")).toMatchObject(networkError);
  });

  it("refuses the connection of a request with a trailer", async () => {
    const requestParameters = { "integration.request.header.Trailer": "'user-agent'" };
    const uri = `http://127.0.0.1:${await unusedPort()}/`;
    expect(await ask({ path: "/", integration: proxy("", { uri, requestParameters }) }, "/")).toMatchObject(
      networkError,
    );
  });

  it("is no HTTPS server", async () => {
    const integration = proxy("", { uri: endpoint.url.replace("http:", "https:") });
    expect(await ask({ path: "/", integration }, "/")).toMatchObject(networkError);
  });

  it("has a name that nobody knows", async () => {
    const integration = proxy("", { uri: "http://nothing.invalid/" });
    expect(await ask({ path: "/", integration }, "/")).toMatchObject(internal);
  });

  it("has a path parameter that nothing fills in", async () => {
    expect(await ask({ path: "/", integration: proxy("/{what}") }, "/")).toMatchObject(internal);
  });

  it("takes longer than timeoutInMillis", async () => {
    const integration = proxy("/slow", { timeoutInMillis: 60 });
    expect(await ask({ path: "/", integration }, "/")).toMatchObject({
      status: 504,
      text: '{"message": "Endpoint request timed out"}',
    });
  });
});

function methodParameters(mappings: Readonly<Record<string, string>>) {
  const sources = Object.values(mappings)
    .filter((source) => source.startsWith("method.request."))
    .map((source) => source.replace(".multivalue", "."));
  return { requestParameters: Object.fromEntries(sources.map((source) => [source, false])) };
}

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
