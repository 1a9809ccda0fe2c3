import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { get, type IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { deployApi, exchange, functionIntegration, requestText } from "../fixtures/deployed-api.ts";
import { useEndpoint } from "../fixtures/http-endpoint.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const log: string[] = [];
const gateway = useGateway({ log: (line) => log.push(line) });

/** What the endpoint's answers are told to do next, by their path. */
const answers = new Map<string, ServerResponse>();
const endpoint = useEndpoint(({ url }, response) => {
  answers.set(url, response);
  response.writeHead(202, { "Content-Type": "text/event-stream", "X-Theirs": "1" });
  response.write("first;");
});

/** Deploys a function that streams, asks it, and returns its whole answer as it was on the wire. */
async function streamed(body: string): Promise<string> {
  const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => { ${body} });`;
  const integration = await functionIntegration(gateway.lambda, code, "AWS_PROXY", "STREAM");
  const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration }] });
  return exchange(gateway.url, requestText(`GET ${base}/?q=1`));
}

async function open(path: string): Promise<IncomingMessage> {
  const [answer] = await once(get(`${gateway.url}${path}`, { agent: false }), "response");
  return answer;
}

async function text(chunks: AsyncIterable<unknown>): Promise<string> {
  let all = "";
  for await (const chunk of chunks) all += String(chunk);
  return all;
}

const from = (metadata: string) => `stream = awslambda.HttpResponseStream.from(stream, ${metadata});`;

describe("a function that streams", () => {
  it("answers with its metadata and what it writes", async () => {
    const answer = await streamed(
      `${from('{ statusCode: 201, headers: { "Content-Type": "text/plain", Date: "mine" }, cookies: ["a=1", "b=2"] }')}
       stream.write("got " + event.queryStringParameters.q); stream.end(Buffer.from([0, 1]));`,
    );
    const end = answer.indexOf("\r\n\r\n");
    const head = answer.slice(0, end);
    const lines = head.split("\r\n");
    expect(lines[0]).toBe("HTTP/1.1 201 Created");
    expect(lines).toEqual(
      expect.arrayContaining([
        "Content-Type: text/plain",
        "x-amzn-Remapped-Date: mine",
        "Set-Cookie: a=1",
        "Set-Cookie: b=2",
        "Transfer-Encoding: chunked",
      ]),
    );
    expect(unchunked(answer.slice(end + 4))).toBe("got 1\0\x01");
  });

  it("sends its first bytes before it ends", async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      ${from("{ statusCode: 200 }")} stream.write("first"); await new Promise(() => {});
    });`;
    const integration = await functionIntegration(gateway.lambda, code, "AWS_PROXY", "STREAM");
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration }] });
    const answer = await open(`${base}/`);
    const [chunk] = await once(answer, "data");
    expect(String(chunk)).toBe("first");
    answer.destroy();
  });

  it.each([
    ["writes no metadata", "stream.end('only text');"],
    ["writes metadata without an end", "stream.write('{\"statusCode\":200}'); stream.end('x');"],
    ["writes 16 KB without an end", "stream.end('x'.repeat(20_000));"],
    ["has metadata that is not JSON", "stream.end('nonsense' + '\\0'.repeat(8) + 'x');"],
    ["has a member that is none", `${from("{ statusCode: 200, body: 'x' }")} stream.end();`],
    ["throws before its first byte", "throw new Error('secret');"],
  ])("is answered for with 502 when it %s", async (_what, body) => {
    const answer = await streamed(body);
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(answer).toContain('{"message": "Internal server error"}');
    expect(answer).not.toContain("secret");
  });

  it("cuts the answer when it fails in the middle", async () => {
    const answer = await streamed(
      `${from("{ statusCode: 200 }")} stream.write("half"); await new Promise((r) => setTimeout(r, 30)); throw new Error("no");`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain("4\r\nhalf\r\n");
    expect(answer).not.toMatch(/\r\n0\r\n/);
  });

  it("is answered for with 500 where the uri is that of the other mode", async () => {
    const code = "exports.handler = async () => ({});";
    const integration = await functionIntegration(gateway.lambda, code);
    const uri = integration.uri
      .replace("2015-03-31", "2021-11-15")
      .replace("/invocations", "/response-streaming-invocations");
    const base = await deployApi(gateway.apiGateway, {
      methods: [{ path: "/", integration: { ...integration, uri } }],
    });
    expect(await exchange(gateway.url, requestText(`GET ${base}/`))).toMatch(/^HTTP\/1\.1 500 /);
  });
});

describe("an HTTP_PROXY integration that streams", () => {
  const path = async (rest = {}) => {
    const url = `/${answers.size}`;
    const integration = {
      type: "HTTP_PROXY" as const,
      integrationHttpMethod: "GET",
      uri: endpoint.url + url,
      responseTransferMode: "STREAM" as const,
      ...rest,
    };
    const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration }] });
    const answer = await open(`${base}/`);
    const theirs = answers.get(url);
    if (theirs === undefined) throw new Error("the endpoint was not asked");
    return { answer, theirs };
  };

  it("passes on what comes, as it comes", async () => {
    const { answer, theirs } = await path();
    const { statusCode, headers } = answer;
    expect({ statusCode, headers }).toMatchObject({
      statusCode: 202,
      headers: { "content-type": "text/event-stream", "x-theirs": "1" },
    });
    const [chunk] = await once(answer, "data");
    expect(String(chunk)).toBe("first;");
    theirs.end("second");
    expect(await text(answer)).toBe("second");
  });

  it("ends the endpoint's answer when the caller goes away", async () => {
    const { answer, theirs } = await path();
    answer.destroy();
    await once(theirs, "close");
    expect(theirs.writableEnded).toBe(false);
  });

  it("does not read faster than the caller", async () => {
    const { answer, theirs } = await path();
    const piece = Buffer.alloc(64 * 1024, 97);
    let written = 0;
    while (theirs.write(piece) || theirs.writableLength < 1024 * 1024) {
      written += piece.byteLength;
      if (written > 200 * 1024 * 1024) throw new Error("nothing holds the endpoint back");
      await new Promise((resolve) => setImmediate(resolve));
    }
    theirs.end();
    const all = await text(answer);
    expect(all.length).toBeGreaterThan(written);
  });

  it("cuts the answer after timeoutInMillis", async () => {
    const { answer } = await path({ timeoutInMillis: 100 });
    await expect(text(answer)).rejects.toThrow("aborted");
  });
});

function unchunked(body: string): string {
  const [size = "", digits = ""] = /^([0-9a-f]+)\r\n/.exec(body) ?? [];
  const length = Number.parseInt(digits, 16);
  if (!(length > 0)) return "";
  const start = size.length;
  return body.slice(start, start + length) + unchunked(body.slice(start + length + 2));
}
