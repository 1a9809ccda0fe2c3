import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { deployApi, exchange, functionIntegration, requestText } from "../fixtures/deployed-api.ts";
import { lastReason, useGateway } from "../fixtures/running-gateway.ts";

const log: string[] = [];
const gateway = useGateway({ log: (line) => log.push(line) });
let base = "";

const mock = {
  type: "MOCK" as const,
  requestTemplates: { "application/json": '{"statusCode":200}', "text/plain": '{"statusCode":200}' },
};
const body = {
  "application/json":
    '{"path":"$util.escapeJavaScript($input.params().path.proxy)","method":"$context.httpMethod"}',
};

beforeAll(async () => {
  const echo = await functionIntegration(
    gateway.lambda,
    "exports.handler = async (event) => ({ body: JSON.stringify(event) });",
  );
  const answer = await functionIntegration(
    gateway.lambda,
    "exports.handler = async (event) => JSON.parse(event.body);",
  );
  base = await deployApi(gateway.apiGateway, {
    methods: [
      { path: "/{proxy+}", integration: mock, responses: { 200: { responseTemplates: body } } },
      { path: "/echo", integration: echo },
      { path: "/answer", integration: answer },
      {
        path: "/mapped",
        integration: { ...mock, passthroughBehavior: "NEVER" },
        method: { requestParameters: { "method.request.querystring.v": false } },
        responses: {
          200: {
            responseTemplates: {
              "application/json": "#set($context.responseOverride.header.X-V = $input.params('v'))",
            },
          },
        },
      },
    ],
  });
});

/** Whatever was sent, the gateway goes on, and no fault of its own was behind the answer. */
afterEach(async () => {
  expect(await exchange(gateway.url, requestText(`GET ${base}/fine`))).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(log.filter((line) => /fault inside|failed: /.test(line))).toEqual([]);
});

const head = (line: string, ...lines: string[]) => [line, "Host: localhost", ...lines, "", ""].join("\r\n");
const post = (...lines: string[]) => head(`POST ${base}/x HTTP/1.1`, ...lines);

describe("what is no HTTP is refused, and its connection ended", () => {
  it.each<[what: string, bytes: () => string, status: number]>([
    ["two lengths", () => `${post("Content-Length: 1", "Content-Length: 30")}x`, 400],
    ["a length and chunks", () => `${post("Content-Length: 5", "Transfer-Encoding: chunked")}0\r\n\r\n`, 400],
    ["chunks under another name", () => `${post("Transfer-Encoding: xchunked")}0\r\n\r\n`, 400],
    ["chunks that are not last", () => `${post("Transfer-Encoding: chunked, identity")}0\r\n\r\n`, 400],
    ["a space before a colon", () => `${post("Transfer-Encoding : chunked")}0\r\n\r\n`, 400],
    ["a folded header", () => post("X-A: a", " b"), 400],
    ["a negative length", () => post("Content-Length: -1"), 400],
    ["a length that is no number", () => post("Content-Length: 0x10"), 400],
    ["a chunk that is too large", () => `${post("Transfer-Encoding: chunked")}ffffffffffffffff1\r\n`, 400],
    ["a chunk without a size", () => `${post("Transfer-Encoding: chunked")}zz\r\n`, 400],
    ["NUL in the path", () => head(`GET ${base}/a\0b HTTP/1.1`), 400],
    ["NUL in a header", () => head(`GET ${base}/x HTTP/1.1`, "X-A: a\0b"), 400],
    ["a lone CR in a header", () => head(`GET ${base}/x HTTP/1.1`, "X-A: a\rX-B: b"), 400],
    ["a method that is none", () => head(`G@T ${base}/x HTTP/1.1`), 400],
    ["another protocol", () => head(`GET ${base}/x HTPP/1.1`), 400],
    ["no host", () => `GET ${base}/x HTTP/1.1\r\n\r\n`, 400],
    ["two hosts", () => head(`GET ${base}/x HTTP/1.1`, "Host: api.example.com"), 400],
    ["chunks of another coding", () => `${post("Transfer-Encoding: gzip, chunked")}0\r\n\r\n`, 400],
    [
      "chunks of HTTP/1.0",
      () => `${head(`POST ${base}/x HTTP/1.0`, "Transfer-Encoding: chunked")}0\r\n\r\n`,
      400,
    ],
    ["a tunnel", () => head("CONNECT localhost:80 HTTP/1.1"), 400],
    ["a line that ends in LF alone", () => `GET ${base}/x HTTP/1.1\nHost: localhost\n\n`, 400],
    ["letters of no URL in the path", () => head(`GET ${base}/\xc3\xa9 HTTP/1.1`), 400],
    [
      "an expectation that nobody knows",
      () => post("Expect: foo", "Connection: close", "Content-Length: 0"),
      417,
    ],
    ["the beginning of HTTP/2", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    ["100,000 headers", () => post("X-A: 1\r\n".repeat(100_000).trimEnd()), 431],
    ["a header of 100 KB", () => post(`X-A: ${"a".repeat(100_000)}`), 431],
  ])("%s", async (_what, bytes, status) => {
    expect(await exchange(gateway.url, bytes())).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});

describe("what is too large", () => {
  it.each<[what: string, length: number, status: number]>([
    ["ten thousand bytes of a header", 10_000, 200],
    ["more than 10,240 bytes of line and headers", 10_240, 431],
    ["twenty thousand bytes of a header", 20_000, 431],
  ])("%s", async (_what, length, status) => {
    const answer = await exchange(gateway.url, requestText(`GET ${base}/x`, [`X-A: ${"a".repeat(length)}`]));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (status === 431) expect(answer).toMatch(/\r\n\r\nHTTP header is larger than 10240 bytes\.$/);
  });

  it.each([
    [10 * 1024 * 1024, 200],
    [10 * 1024 * 1024 + 1, 413],
  ])("a body of %i bytes", async (length, status) => {
    const answer = await fetch(`${gateway.url}${base}/x`, { method: "POST", body: new Uint8Array(length) });
    expect(answer.status).toBe(status);
    if (status === 200) return;
    expect(await answer.text()).toBe("HTTP content length exceeded 10485760 bytes.");
    expect(answer.headers.get("content-type")).toBe("text; charset=utf-8");
    expect(answer.headers.get("x-amzn-errortype")).toBeNull();
  });
});

describe("what is too large for Lambda", () => {
  it("is told from what is too large for API Gateway", async () => {
    const asked = (length: number) =>
      fetch(`${gateway.url}${base}/answer`, { method: "POST", body: `{}${" ".repeat(length - 2)}` });
    expect((await asked(6_000_000)).status).toBe(200);
    const answer = await asked(6 * 1024 * 1024);
    expect([answer.status, await answer.text()]).toEqual([413, '{"message": "Request Too Long"}']);
    expect(answer.headers.get("x-amzn-errortype")).toBe("BadRequestException");
    expect(await lastReason(gateway.url)).toContain("Request must be smaller than 6291456 bytes");
  });
});

describe("what is odd and allowed", () => {
  it.each([
    ["a%00b", "a\0b"],
    ["%ff%fe", "%ff%fe"],
    ["a%2Fb", "a/b"],
    ["..%2f..", "../.."],
    ["__proto__", "__proto__"],
    ["a//b/", "a//b"],
  ])("the path /%s", async (path, seen) => {
    const answer = await exchange(gateway.url, requestText(`GET ${base}/${path}`));
    const [first = "", text = ""] = answer.split("\r\n\r\n");
    expect(first).toMatch(/^HTTP\/1\.1 200 /);
    expect(JSON.parse(text).path).toBe(seen);
  });

  it("two requests in one piece are answered in order, each with its own", async () => {
    const first = head(`POST ${base}/one HTTP/1.1`, "Content-Length: 2");
    const answers = await exchange(gateway.url, `${first}{}${requestText(`GET ${base}/two`)}`);
    expect([...answers.matchAll(/"path":"(\w+)","method":"(\w+)"/g)].map(([, ...both]) => both)).toEqual([
      ["one", "POST"],
      ["two", "GET"],
    ]);
  });

  it("a request inside a body is a body", async () => {
    const inner = requestText(`GET ${base}/inner`);
    const answer = await exchange(
      gateway.url,
      requestText(`POST ${base}/outer`, [`Content-Length: ${inner.length}`], inner),
    );
    expect(answer.match(/^HTTP\/1\.1/gm)).toHaveLength(1);
    expect(answer).toContain('"path":"outer"');
  });

  it("a GET that announces chunks and sends none is answered, and ends its connection", async () => {
    const answer = await exchange(gateway.url, head(`GET ${base}/x HTTP/1.1`, "Transfer-Encoding: chunked"));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain("Connection: close");
  });

  it("a WebSocket upgrade is a request as any other, and the last of its connection", async () => {
    const answer = await exchange(
      gateway.url,
      head(
        `GET ${base}/one HTTP/1.1`,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      ),
      requestText(`GET ${base}/two`),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"path":"one"');
    expect(answer).not.toContain('"path":"two"');
  });

  it("no Keep-Alive header is sent", async () => {
    const answer = await exchange(gateway.url, head(`GET ${base}/x HTTP/1.1`), requestText(`GET ${base}/y`));
    expect(answer).toContain("Connection: keep-alive");
    expect(answer).not.toMatch(/^Keep-Alive:/im);
  });

  it.each([
    ["PROPFIND", []],
    ["TRACE", []],
    ["POST", ["X-HTTP-Method-Override: PURGE", "Content-Length: 0"]],
    ["POST", ["X-HTTP-Method-Override: ANY", "Content-Length: 0"]],
  ])("%s %j is a method of no route, whatever ANY stands for", async (method, headers) => {
    const answer = await exchange(gateway.url, requestText(`${method} ${base}/x`, headers));
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain('{"message":"Missing Authentication Token"}');
  });

  it("HEAD is answered without a body, and so is its refusal", async () => {
    const asked = (path: string) => exchange(gateway.url, requestText(`HEAD ${base}${path}`));
    expect(await asked("/x")).toMatch(/^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
    expect(await asked("")).toMatch(
      /^HTTP\/1\.1 403 [\s\S]*MissingAuthenticationTokenException[\s\S]*\r\n\r\n$/,
    );
  });

  it.each(["a=b|c", "a={b", "a=}", "{a}=1", "a=100%", "%zz=1"])(
    "?%s is refused until it is encoded",
    async (query) => {
      const answer = await exchange(gateway.url, requestText(`GET ${base}/echo?${query}`));
      expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*\r\n\r\nBad Request$/);
      expect(await lastReason(gateway.url)).toMatch(/^the URL has . as it is; .*encoded/);
      const encoded = query.replaceAll(/[|{}%]/g, encodeURIComponent);
      const event = JSON.parse(await (await fetch(`${gateway.url}${base}/echo?${encoded}`)).text());
      const [name = "", value = ""] = query.split("=");
      expect(event.queryStringParameters).toEqual({ [name]: value });
    },
  );

  it.each(["%", "%zz", "a%2", "{a}%"])(
    "the path /%s is refused until its percent sign is encoded",
    async (path) => {
      expect(await exchange(gateway.url, requestText(`GET ${base}/${path}`))).toMatch(/^HTTP\/1\.1 400 /);
      const answer = await exchange(gateway.url, requestText(`GET ${base}/${path.replace("%", "%25")}`));
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it.each<[query: string, expected: object]>([
    ["a=1;b=2", { a: ["1"], b: ["2"] }],
    ["a[]=1&a[]=2", { "a[]": ["1", "2"] }],
    ["a+b=c+d%2B%20e", { "a b": ["c d+ e"] }],
    ["a&b=&c==d", { a: [""], b: [""], c: ["=d"] }],
    ["a=1?b=2/3", { a: ["1?b=2/3"] }],
    ["A=1&a=2", { A: ["1"], a: ["2"] }],
    ["a=%e4%b8%ad&%C3%A9=%F0%9F%98%80", { a: ["\u4e2d"], "\u00e9": ["\ud83d\ude00"] }],
  ])("the query %s", async (query, expected) => {
    const answer = await exchange(gateway.url, requestText(`GET ${base}/echo?${query}`));
    const event = JSON.parse(Buffer.from(answer.split("\r\n\r\n")[1] ?? "", "latin1").toString());
    expect(event.multiValueQueryStringParameters).toEqual(expected);
  });

  it("a whole URL in the request line goes to its own host", async () => {
    const line = `GET http://user@localhost${base}/x HTTP/1.1`;
    const answer = await exchange(gateway.url, `${line}\r\nHost: other.test\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    const foreign = `GET http://other.test${base}/x HTTP/1.1`;
    expect(
      await exchange(gateway.url, `${head(foreign)}`.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")),
    ).toMatch(/^HTTP\/1\.1 403 /);
  });

  it("Expect: 100-continue is told to go on, and nothing behind sees it", async () => {
    const answer = await exchange(
      gateway.url,
      requestText(`POST ${base}/echo`, ["Expect: 100-continue", "Content-Length: 2"], "{}"),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    const event = JSON.parse(answer.split("\r\n\r\n")[2] ?? "");
    expect([event.body, Object.keys(event.headers)]).toEqual(["{}", expect.not.arrayContaining(["Expect"])]);
  });

  it("chunks become a body, with their extensions and trailers left out", async () => {
    const chunks = "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n";
    const answer = await exchange(
      gateway.url,
      requestText(`POST ${base}/echo`, ["Transfer-Encoding: chunked", "Trailer: X-Late"], chunks),
    );
    const event = JSON.parse(answer.split("\r\n\r\n")[1] ?? "");
    expect(event.body).toBe("abcde");
    expect(Object.keys(event.headers).join().toLowerCase()).not.toMatch(/transfer-encoding|trailer|x-late/);
  });

  it("all of three thousand headers arrive", async () => {
    const headers = Array.from({ length: 3000 }, () => "a:");
    const answer = await exchange(gateway.url, requestText(`GET ${base}/echo`, [...headers, "Z: last"]));
    const event = JSON.parse(answer.split("\r\n\r\n")[1] ?? "");
    expect(event.multiValueHeaders.a).toHaveLength(3000);
    expect(event.headers.Z).toBe("last");
  });

  it("X-HTTP-Method-Override takes the place of the method", async () => {
    const answer = await exchange(
      gateway.url,
      requestText(`POST ${base}/x`, ["X-HTTP-Method-Override: delete", "Content-Length: 0"]),
    );
    expect(answer).toContain('"method":"DELETE"');
  });

  it("names that every object has are names", async () => {
    const url = `${gateway.url}${base}/echo?__proto__=1&constructor=2&__proto__=3`;
    const text = await (await fetch(url, { headers: { __proto__: "h", toString: "t" } })).text();
    const event = JSON.parse(text);
    expect(Object.entries(event.queryStringParameters)).toEqual([
      ["__proto__", "3"],
      ["constructor", "2"],
    ]);
    expect(Object.entries(event.multiValueQueryStringParameters)).toEqual([
      ["__proto__", ["1", "3"]],
      ["constructor", ["2"]],
    ]);
  });

  it("bytes that are no UTF-8 reach a function as replacement characters", async () => {
    const answer = await fetch(`${gateway.url}${base}/echo`, {
      method: "POST",
      body: new Uint8Array([0x61, 0xff, 0x62]),
      headers: { "Content-Type": "text/plain" },
    });
    expect(await answer.json()).toMatchObject({ body: "a\ufffdb", isBase64Encoded: false });
  });

  it("deep JSON is passed on", async () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    const answer = await fetch(`${gateway.url}${base}/echo`, { method: "POST", body: deep });
    expect(await answer.json()).toMatchObject({ body: deep });
  });
});

describe("what a function answers", () => {
  const answered = (result: string) =>
    exchange(
      gateway.url,
      requestText(`POST ${base}/answer`, [`Content-Length: ${Buffer.byteLength(result)}`], result),
    );

  it.each([
    ["CR LF in a value", '{"headers":{"X-A":"a\\r\\nX-Evil: 1"}}'],
    ["CR LF in a name", '{"headers":{"X-A: a\\r\\nX-Evil":"1"}}'],
    ["CR LF in a list", '{"multiValueHeaders":{"X-A":["ok","a\\nX-Evil: 1"]}}'],
    ["a NUL", '{"headers":{"X-A":"a\\u0000"}}'],
    ["an empty name", '{"headers":{"":"a"}}'],
    ["an informational status", '{"statusCode":101}'],
    ["a status of four digits", '{"statusCode":1000}'],
  ])("with %s is a 502", async (_what, result) => {
    const answer = await answered(result);
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(answer).not.toMatch(/^X-Evil/m);
  });

  it.each([
    [
      "a length of its own",
      '{"headers":{"Content-Length":"3"},"body":"four!"}',
      "x-amzn-Remapped-Content-Length: 3",
    ],
    ["chunks of its own", '{"headers":{"Transfer-Encoding":"chunked"},"body":"four!"}', "Content-Length: 5"],
    ["a trailer", '{"headers":{"Trailer":"X-A"},"body":"four!"}', "Content-Length: 5"],
    ["letters of no Western alphabet", '{"headers":{"X-A":"\\u65e5"}}', "X-A: \xe6\x97\xa5"],
    ["a key twice: the last counts", '{"statusCode":500,"statusCode":203}', "HTTP/1.1 203 "],
  ])("with %s is sent", async (_what, result, line) => {
    expect(await answered(result)).toContain(line);
  });

  it("a template that puts CR LF in a header is a 500", async () => {
    const answer = await exchange(gateway.url, requestText(`GET ${base}/mapped?v=a%0d%0aX-Evil:%201`));
    expect(answer).toMatch(/^HTTP\/1\.1 500 /);
    expect(answer).not.toMatch(/^X-Evil/m);
  });
});

describe("clients that do not go on", () => {
  it.each([
    ["a head", () => `GET ${base}/x HTTP/1.1\r\nHost: lo`],
    ["a body", () => `${post("Content-Length: 100")}half`],
    ["a chunk", () => `${post("Transfer-Encoding: chunked")}64\r\nhalf`],
  ])("in the middle of %s keep nobody else waiting, and may leave", async (_what, bytes) => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write(bytes());
    expect(await exchange(gateway.url, requestText(`GET ${base}/meanwhile`))).toContain('"path":"meanwhile"');
    socket.destroy();
  });
});
