import { gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fromBase64 } from "../../src/data-plane/mapping/base64.ts";
import {
  bytesOf,
  convertRequest,
  convertResponse,
  type Payload,
} from "../../src/data-plane/mapping/content-handling.ts";
import { deployApi, exchange, functionIntegration, requestText } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const endpoint = useEndpoint(({ body, headers }, response) => {
  const coding = headers["x-coding"];
  const type = headers["x-type"] ?? "text/plain";
  response.writeHead(200, { "Content-Type": type, ...(coding && { "Content-Encoding": coding }) });
  response.end(body.byteLength > 0 ? body : "answer");
});

const shown = (payload: Payload) =>
  payload.kind === "not-base64"
    ? payload.kind
    : `${payload.kind} ${Buffer.from(bytesOf(payload)).toString("latin1")}`;

describe("content type conversions (D, the two tables)", () => {
  it.each<[isBinary: boolean, contentHandling: string | undefined, body: string, expected: string]>([
    [false, undefined, "aGk=", "text aGk="],
    [false, "CONVERT_TO_TEXT", "aGk=", "text aGk="],
    [false, "CONVERT_TO_BINARY", "aGk=", "bytes hi"],
    [false, "CONVERT_TO_BINARY", "no!", "not-base64"],
    [true, undefined, "hi", "bytes hi"],
    [true, "CONVERT_TO_BINARY", "hi", "bytes hi"],
    [true, "CONVERT_TO_TEXT", "hi", "text aGk="],
  ])("request, binary %j, %s: %j", (isBinary, contentHandling, body, expected) => {
    expect(shown(convertRequest(Buffer.from(body), isBinary, contentHandling))).toBe(expected);
  });

  it.each<
    [isBinary: boolean, isAccepted: boolean, handling: string | undefined, body: string, expected: string]
  >([
    [false, false, undefined, "aGk=", "text aGk="],
    [false, false, "CONVERT_TO_BINARY", "aGk=", "bytes hi"],
    [false, false, "CONVERT_TO_TEXT", "aGk=", "text aGk="],
    [false, true, undefined, "aGk=", "bytes hi"],
    [false, true, "CONVERT_TO_BINARY", "aGk=", "bytes hi"],
    [false, true, "CONVERT_TO_TEXT", "aGk=", "text aGk="],
    [true, false, undefined, "hi", "text aGk="],
    [true, false, "CONVERT_TO_BINARY", "hi", "bytes hi"],
    [true, false, "CONVERT_TO_TEXT", "hi", "text aGk="],
    [true, true, undefined, "hi", "bytes hi"],
    [true, true, "CONVERT_TO_BINARY", "hi", "bytes hi"],
    [true, true, "CONVERT_TO_TEXT", "hi", "text aGk="],
    [false, true, undefined, "no!", "not-base64"],
    [true, true, undefined, "", "text "],
  ])("response, binary %j, accepted %j, %s: %j", (isBinary, isAccepted, handling, body, expected) => {
    expect(shown(convertResponse(Buffer.from(body), isBinary, isAccepted, handling))).toBe(expected);
  });
});

it.each([
  ["", ""],
  ["aGk=", "hi"],
  ["aGk", "hi"],
  [" aGk=\n", "hi"],
  ["aGk==", undefined],
  ["a", undefined],
  ["a-_b", undefined],
  ["aG k=", undefined],
])("base64 %j", (text, expected) => {
  expect(fromBase64(text)?.toString()).toBe(expected);
});

describe("binary media types through a stage", () => {
  const responses = { 200: { contentHandling: "CONVERT_TO_BINARY" as const } };
  const custom = (rest = {}) => ({
    type: "HTTP" as const,
    integrationHttpMethod: "POST",
    uri: endpoint.url,
    ...rest,
  });

  it("an upload becomes text for a template, and the answer binary again", async () => {
    const integration = custom({
      contentHandling: "CONVERT_TO_TEXT",
      requestTemplates: { "image/png": "$input.body" },
    });
    const base = await deployApi(gateway.apiGateway, {
      api: { binaryMediaTypes: ["image/png"] },
      methods: [{ path: "/", integration, responses }],
    });
    const answer = await exchange(
      gateway.url,
      requestText(`POST ${base}/`, ["Content-Type: image/png", "Content-Length: 3"], "\x01\x02\x03"),
    );
    expect(endpoint.last.body.toString()).toBe("AQID");
    expect(answer.split("\r\n\r\n")[1]).toBe("\x01\x02\x03");
  });

  it("bytes and a template do not go together", async () => {
    const integration = custom({ requestTemplates: { "image/png": "$input.body" } });
    const base = await deployApi(gateway.apiGateway, {
      api: { binaryMediaTypes: ["*/*"] },
      methods: [{ path: "/", integration, responses }],
    });
    const init = { method: "POST", body: "x", headers: { "Content-Type": "image/png" } };
    expect((await fetch(`${gateway.url}${base}/`, init)).status).toBe(500);
  });

  it("an answer that should be base64 and is not is a 500", async () => {
    const base = await deployApi(gateway.apiGateway, {
      methods: [{ path: "/", integration: custom(), responses }],
    });
    expect((await fetch(`${gateway.url}${base}/`, { method: "POST", body: "no base64!" })).status).toBe(500);
  });
});

describe("compression", () => {
  const proxy = () => ({ type: "HTTP_PROXY" as const, integrationHttpMethod: "ANY", uri: endpoint.url });
  const ask = async (
    minimumCompressionSize: number | undefined,
    headers: readonly string[],
    body: string,
  ) => {
    const base = await deployApi(gateway.apiGateway, {
      ...(minimumCompressionSize !== undefined && { api: { minimumCompressionSize } }),
      methods: [{ path: "/", integration: proxy() }],
    });
    const length = `Content-Length: ${body.length}`;
    const answer = await exchange(gateway.url, requestText(`POST ${base}/`, [...headers, length], body));
    const end = answer.indexOf("\r\n\r\n");
    return { head: answer.slice(0, end), body: Buffer.from(answer.slice(end + 4), "latin1") };
  };
  const text = "a".repeat(100);

  it.each([
    ["gzip", gunzipSync],
    ["deflate", inflateSync],
    ["deflate;q=0.5, gzip;q=0.9", gunzipSync],
    ["br, gzip, deflate", gunzipSync],
    ["gzip;q=1.0,identity;q=0.5,*;q=0", gunzipSync],
  ])("of an answer for Accept-Encoding %s", async (accept, unpack) => {
    const { head, body } = await ask(100, [`Accept-Encoding: ${accept}`], text);
    expect(head).toMatch(/^Content-Encoding: (?:gzip|deflate)$/m);
    expect(head).toContain(`Content-Length: ${body.byteLength}`);
    expect(unpack(body).toString()).toBe(text);
  });

  it.each<[what: string, minimum: number | undefined, headers: string[]]>([
    ["the API does not", undefined, ["Accept-Encoding: gzip"]],
    ["it is smaller", 101, ["Accept-Encoding: gzip"]],
    ["no coding is named", 0, []],
    ["any coding is named", 0, ["Accept-Encoding: *"]],
    ["the coding is refused", 0, ["Accept-Encoding: gzip;q=0"]],
    ["another coding is wanted more", 0, ["Accept-Encoding: deflate;q=0.5, gzip;q=0.9, br"]],
    ["none is wanted more", 0, ["Accept-Encoding: identity, gzip;q=0.5"]],
    ["the weight is none", 0, ["Accept-Encoding: gzip;q=x"]],
    ["the answer is coded", 0, ["Accept-Encoding: gzip", "X-Coding: br"]],
  ])("not when %s", async (_what, minimum, headers) => {
    expect((await ask(minimum, headers, text)).body.toString()).toBe(text);
  });

  it("not of nothing", async () => {
    const base = await deployApi(gateway.apiGateway, {
      api: { minimumCompressionSize: 0 },
      methods: [
        {
          path: "/",
          integration: { type: "MOCK", requestTemplates: { $default: '{"statusCode":204}' } },
          responses: { 204: {} },
        },
      ],
    });
    const answer = await exchange(gateway.url, requestText(`GET ${base}/`, ["Accept-Encoding: gzip"]));
    expect(answer).not.toMatch(/^Content-Encoding/im);
  });

  it("of a request is undone", async () => {
    const packed = gzipSync("hello").toString("latin1");
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration: proxy() }] });
    const head = requestText(`POST ${base}/`, ["Content-Encoding: gzip", `Content-Length: ${packed.length}`]);
    await exchange(gateway.url, head, Buffer.from(packed, "latin1"));
    expect(endpoint.last.body.toString()).toBe("hello");
  });

  it.each([
    ["gzip", "not gzip", 415],
    ["br", "x", 415],
    ["identity", "x", 200],
    ["gzip", gzipSync(Buffer.alloc(11 * 1024 * 1024)), 413],
  ])("of a request with %s of what is not, or too much", async (coding, body, status) => {
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration: proxy() }] });
    const init = { method: "POST", body, headers: { "Content-Encoding": coding } };
    expect((await fetch(`${gateway.url}${base}/`, init)).status).toBe(status);
  });
});

describe("an asynchronous invocation", () => {
  it("is answered before the function ends, with nothing", async () => {
    const requestParameters = { "integration.request.header.X-Amz-Invocation-Type": "'Event'" };
    const slow = "exports.handler = () => new Promise(() => {});";
    const integration = { ...(await functionIntegration(gateway.lambda, slow, "AWS")), requestParameters };
    const responses = { 200: {}, 202: { selectionPattern: "never" } };
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration, responses }] });
    const answer = await fetch(`${gateway.url}${base}/`);
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});
