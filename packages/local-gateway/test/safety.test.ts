import { CreateRestApiCommand, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { beforeEach, describe, expect, test } from "vitest";
import { getAs, there, useGateway } from "./fixtures/running-gateway.ts";

const gateway = useGateway({ allowedHosts: ["gateway.test"] });
const authorization =
  "AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/apigateway/aws4_request, SignedHeaders=host, Signature=0";
let restApiId = "";
let rootId = "";

beforeEach(async () => {
  const api = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "safe" }));
  restApiId = there(api.id);
  rootId = there(api.rootResourceId);
});

const send = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { authorization, "content-type": "application/json", ...headers },
    ...(body !== undefined && { body }),
  });
  return {
    status: answer.status,
    code: answer.headers.get("x-amzn-errortype"),
    requestId: answer.headers.get("x-amzn-requestid"),
    text: await answer.text(),
  };
};
const names = async () =>
  there((await gateway.apiGateway.send(new GetRestApisCommand({ limit: 500 }))).items).map(
    ({ name }) => name,
  );

describe("bad input of the control plane", () => {
  test.each<[string, string | undefined, number, string, RegExp]>([
    ["text that is no JSON", '{"name":', 400, "SerializationException", /Could not parse the request body/],
    ["a list for a structure", "[]", 400, "SerializationException", /Expected structure or null/],
    ["a text for a structure", '"x"', 400, "SerializationException", /Expected structure or null/],
    [
      "a flag for a text",
      '{"name":true}',
      400,
      "SerializationException",
      /^class java\.lang\.Boolean can not/,
    ],
    [
      "a number for a text",
      '{"name":1.5}',
      400,
      "SerializationException",
      /^class java\.lang\.Double can not/,
    ],
    [
      "a text for a number",
      '{"name":"a","minimumCompressionSize":"1"}',
      400,
      "SerializationException",
      /Number/,
    ],
    [
      "a text for a list",
      '{"name":"a","binaryMediaTypes":"x"}',
      400,
      "SerializationException",
      /Expected list/,
    ],
    ["a list for a map", '{"name":"a","tags":[]}', 400, "SerializationException", /Expected structure/],
    ["braces without end", "{".repeat(100_000), 400, "SerializationException", /Could not parse/],
    ["lists without end", `{"name":${"[".repeat(100_000)}`, 400, "SerializationException", /Could not parse/],
    ["no body", undefined, 400, "ValidationException", /createRestApiInput\.name' failed/],
    ["null for what is required", '{"name":null}', 400, "ValidationException", /Member must not be null/],
    [
      "11 MB",
      JSON.stringify({ name: "x".repeat(11 << 20) }),
      413,
      "RequestEntityTooLargeException",
      /larger than/,
    ],
  ])("%s is refused with a code, a message and a request id", async (_what, body, status, code, message) => {
    const before = await names();
    const answer = await send("POST", "/restapis", body);
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    expect(JSON.parse(answer.text).message).toMatch(message);
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await names()).toEqual(before);
  });

  test.each([
    ["PUT", "/resources/none/methods/GET/integration/responses/200"],
    ["POST", "/deployments"],
    ["PATCH", ""],
  ])("%s of %s without a body is refused before anything is looked up", async (method, path) => {
    const answer = await send(method, `/restapis/none${path}`);
    expect(answer).toMatchObject({ status: 400, code: "BadRequestException" });
    expect(JSON.parse(answer.text)).toEqual({ message: "Invalid request input" });
  });

  test("unknown members are left out, as a service does that is older than its client", async () => {
    const answer = await send("POST", "/restapis", '{"name":"known","unknown":{"a":[1]},"constructor":1}');
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).not.toHaveProperty("unknown");
  });

  test("names that mean something to JavaScript are names as any other", async () => {
    const tags = { ["__proto__"]: "a", constructor: "b", toString: "c" };
    const answer = await send("POST", "/restapis", JSON.stringify({ name: "__proto__", tags }));
    expect(answer.status).toBe(201);
    expect(Object.entries(JSON.parse(answer.text).tags)).toEqual(Object.entries(tags));
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect((await send("GET", `/restapis/${restApiId}/resources/${rootId}/methods/${name}`)).status).toBe(
        404,
      );
      expect((await send("GET", `/restapis/${restApiId}/models/${name}`)).status).toBe(404);
      expect((await send("GET", `/restapis/${name}`)).status).toBe(404);
    }
  });

  test.each([
    ["GET", "/restapis/..%2f..%2fetc%2fpasswd", 404],
    ["GET", "/restapis/%2e%2e", 404],
    ["GET", "/restapis/%00", 404],
    ["GET", "/restapis/%zz", 404],
    ["GET", "/restapis/%ED%A0%80", 404],
    ["GET", `/restapis/${"a".repeat(8000)}`, 404],
    ["GET", "/restapis?limit=many", 400],
    ["GET", "/restapis?position=..", 400],
    ["GET", "/_gatewright/code/..%2f..%2fjournal.jsonl", 404],
    ["GET", "/_gatewright/../journal.jsonl", 404],
    ["PROPFIND", "/restapis", 404],
  ])("%s %s is answered %i", async (method, path, status) => {
    expect((await send(method, path)).status).toBe(status);
  });

  test.each(["..", ".", "a/b", "../a", "{..", "{a}b", "{}", "{+}", "a b", "%2e", ""])(
    "a resource cannot be called %j, but for the dots that AWS allows",
    async (pathPart) => {
      const path = `/restapis/${restApiId}/resources/${rootId}`;
      const { status } = await send("POST", path, JSON.stringify({ pathPart }));
      // D: a path part may be made of dots; it is a name here and never a path of a file system.
      expect(status).toBe(/^\.+$/.test(pathPart) ? 201 : 400);
    },
  );

  test("half a surrogate pair becomes the replacement character", async () => {
    const answer = await send("POST", "/restapis", '{"name":"a\\ud800b","tags":{"\\udc00":"c"}}');
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toMatchObject({ name: "a\uFFFDb", tags: { "\uFFFD": "c" } });
  });
});

describe("a request's head", () => {
  test.each<[string, Record<string, string>]>([
    ["no signature", { authorization: "" }],
    ["a signature of another kind", { authorization: "Bearer abc" }],
    ["half a signature", { authorization: "AWS4-HMAC-SHA256 Credential=a/b" }],
    ["a credential that is odd", { authorization: "AWS4-HMAC-SHA256 Credential=////aws4_request, x" }],
  ])("with %s is told by its path", async (_what, headers) => {
    expect((await send("GET", "/restapis", undefined, headers)).status).toBe(200);
  });

  test.each(["evil.example", "127.0.0.1.evil.example", "gateway.test.evil.example"])(
    "the host %j is refused, whatever is asked for",
    async (host) => {
      for (const path of ["/restapis", "/_gatewright/health", `/restapis/${restApiId}/dev/_user_request_/`]) {
        expect((await getAs(gateway.url, host, path)).status).toBe(403);
      }
    },
  );

  test.each(["gateway.test", "GATEWAY.test:80", "localhost:1", "a.localhost"])(
    "the host %j is configured or this machine's",
    async (host) => {
      expect((await getAs(gateway.url, host, "/restapis")).status).toBe(200);
    },
  );

  test.each(["https://evil.example", "null", "http://localhost.evil.example:80"])(
    "a page of %s cannot use the AWS services: its POST would need no leave of CORS",
    async (origin) => {
      const before = await names();
      const headers = { origin, "content-type": "text/plain", authorization: "" };
      expect((await send("POST", "/restapis", '{"name":"made by a page"}', headers)).status).toBe(403);
      expect((await send("GET", "/_gatewright/health", undefined, headers)).status).toBe(403);
      expect(await names()).toEqual(before);
      // A deployed API is for pages of every site. There is none here, and its data plane says so.
      const deployed = await send("GET", `/restapis/${restApiId}/dev/_user_request_/`, undefined, headers);
      expect(JSON.parse(deployed.text)).toEqual({ message: "Forbidden" });
    },
  );

  test.each(["http://localhost:3000", "http://127.0.0.1", "http://app.localhost", "https://gateway.test"])(
    "a page of %s can",
    async (origin) => {
      expect((await send("GET", "/restapis", undefined, { origin })).status).toBe(200);
    },
  );
});
