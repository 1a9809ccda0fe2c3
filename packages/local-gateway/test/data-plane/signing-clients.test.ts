import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signerOf } from "../../src/data-plane/authorizer/iam.ts";
import type { RoutedRequest } from "../../src/data-plane/passing.ts";
import { Refusal } from "../../src/data-plane/refusal.ts";
import type { RawRequest } from "../../src/raw-http.ts";
import { deploy, makeApi } from "../fixtures/mock-api.ts";
import { useGateway } from "../fixtures/running-gateway.ts";
import { aws4 } from "./signing-clients/aws4.ts";
import { aws4fetch } from "./signing-clients/aws4fetch.ts";
import { findBoto3 } from "./signing-clients/boto3.ts";
import { findCurl } from "./signing-clients/curl.ts";
import type { Key, Signed, Signing, Unsigned } from "./signing-clients/request.ts";
import { smithy } from "./signing-clients/smithy.ts";

const lasting: Key = { accessKeyId: "AKIDLASTING", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCY" };
const passing: Key = { ...lasting, accessKeyId: "ASIAPASSING", sessionToken: "FwoGZXIvYXdzE+/=tok en" };
const credentials = Object.fromEntries(
  [lasting, passing].map(({ accessKeyId, ...key }) => [
    accessKeyId,
    { ...key, arn: "arn:aws:iam::123456789012:user/alice" },
  ]),
);

const gateway = useGateway({ credentials });
let base = "";
beforeAll(async () => {
  const method = { authorizationType: "AWS_IAM" };
  const routes = { "ANY /": { method }, "ANY /{proxy+}": { method } };
  const id = await makeApi(gateway.apiGateway, routes);
  await deploy(gateway.apiGateway, id);
  base = `/restapis/${id}/prod/_user_request_`;
});

const requests: readonly (readonly [what: string, request: Unsigned])[] = [
  ["nothing special", { method: "GET", target: "/a" }],
  ["the root", { method: "GET", target: "/" }],
  ["a slash at the end", { method: "GET", target: "/a/" }],
  ["spaces in the path", { method: "GET", target: "/a%20b/%20" }],
  ["+ in the path", { method: "GET", target: "/a+b%2Bc" }],
  ["* in the path", { method: "GET", target: "/a*b%2Ac" }],
  ["~ in the path", { method: "GET", target: "/~a/%7Eb" }],
  [
    "letters of all scripts in the path",
    { method: "GET", target: "/%C3%A9/%E6%97%A5%E6%9C%AC/%F0%9F%98%80" },
  ],
  ["slashes that follow each other", { method: "GET", target: "//a///b" }],
  ["encoded slashes", { method: "GET", target: "/a%2Fb/%2F" }],
  ["an encoded percent sign", { method: "GET", target: "/100%25/%2541" }],
  ["signs that stand for themselves", { method: "GET", target: "/a@b:c,d;e=f$g&h!(i)'j" }],
  ["spaces in the query", { method: "GET", target: "/a?a%20b=c%20d" }],
  ["+ in the query", { method: "GET", target: "/a?x=1%2B1&%2B=2" }],
  ["* in the query", { method: "GET", target: "/a?x=%2A&%2A=1" }],
  ["~ in the query", { method: "GET", target: "/a?~=~&x=-_.~" }],
  ["signs in the query", { method: "GET", target: "/a?x=%21%27%28%29%3A%40%2F%3F%24%26%3D%2C%3B" }],
  ["letters of all scripts in the query", { method: "GET", target: "/a?%D0%BA=%E6%97%A5&x=%F0%9F%98%80" }],
  ["an empty value", { method: "GET", target: "/a?x=&y=1" }],
  ["keys that come again", { method: "GET", target: "/a?b=2&a=1&b=10&b=1&b=" }],
  ["keys whose order depends on their case", { method: "GET", target: "/a?b=1&B=2&a=3&A=4&_=5&-=6&1=7" }],
  ["a key that another begins with", { method: "GET", target: "/a?ab=1&a=2&a-b=3&a.=4" }],
  ["a value with an equals sign", { method: "GET", target: "/a?x=a%3Db" }],
  [
    "a body",
    { method: "POST", target: "/a", body: '{"a":"é日😀"}', headers: { "Content-Type": "application/json" } },
  ],
  [
    "a body of many bytes",
    {
      method: "PUT",
      target: "/a?x=1",
      body: `"${"x".repeat(300)}"`,
      headers: { "Content-Type": "application/json" },
    },
  ],
  ["a header of many spaces", { method: "GET", target: "/a", headers: { "X-Note": "a   b  c" } }],
  ["another method", { method: "DELETE", target: "/a" }],
];

/** Of these, curl 7 and early 8 sign something else than AWS checks: paths encoded once, and queries unsorted. */
const beyondCurl = /in the path|^[+*~] in|slashes that|encoded|stand for|keys|a key/;

const boto3 = findBoto3();
afterAll(() => boto3?.close());

const clients = [
  { name: "@smithy/signature-v4", client: smithy, presigns: true, excluded: /^$/ },
  { name: "aws4", client: aws4, presigns: true, excluded: /^$/ },
  { name: "aws4fetch", client: aws4fetch, presigns: true, excluded: /^$/ },
  { name: "boto3", client: boto3?.client, presigns: true, excluded: /^$/ },
  { name: "curl --aws-sigv4", client: findCurl(), presigns: false, excluded: beyondCurl },
].flatMap(({ client, ...rest }) => (client === undefined ? [] : [{ ...rest, client }]));

describe.each(clients)("what $name signs is taken, and refused with any byte changed", (tested) => {
  const { name, client, presigns, excluded } = tested;
  const check = async (request: Unsigned, change: Partial<Signing>) => {
    const where = { host: new URL(gateway.url).host, region: "us-west-2", key: lasting };
    const signed = await client({ ...request, target: base + request.target }, { ...where, ...change });
    expect(await send(gateway.url, signed)).toBe(200);
    expect(isTaken(signed)).toBe(true);
    expect(acceptedChanges(signed, request.target === "/a")).toEqual([]);
  };
  const possible = requests.filter(([what]) => !excluded.test(what));

  it.each(possible)("%s", async (_, request) => check(request, { key: passing }));

  it("a key without a session token", async () => check({ method: "GET", target: "/a?b=c" }, {}));

  // boto3 moves a body into the query
  const bodiless = possible.filter(([, { body }]) => presigns && (name !== "boto3" || body === undefined));

  it.each(bodiless)("presigned: %s", async (_, request) => check(request, { presign: true, key: passing }));
});

/** The status of a request whose bytes are sent as they are. */
function send(url: string, { method, target, headers, body }: Signed): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => {
      const hasLength = headers.some(([name]) => name.toLowerCase() === "content-length");
      const length = hasLength ? [] : [["Content-Length", String(body.byteLength)]];
      const lines = [...headers, ...length, ["Connection", "close"]].map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
      // Not ended: the server takes that for a caller who has gone, and has been asked to close itself.
      socket.write(body);
    });
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
      if (status === 200) resolve(status);
      else reject(new Error(text));
    });
  });
}

/**
 * What of a request could have one byte changed without being refused: its method, target, body and signed headers.
 * What all requests have alike, the signature and what belongs to it, is left out unless it is asked for.
 */
function acceptedChanges(signed: Signed, withSignature: boolean): string[] {
  const names = /SignedHeaders=([^,&"]+)/.exec(JSON.stringify([signed.target, signed.headers]))?.[1] ?? "";
  const covered = new Set([...decodeURIComponent(names).split(";"), "authorization", "x-amz-security-token"]);
  const isLeftOut = (name: string) => !withSignature && /^(?:authorization|host|x-amz-.*)$/.test(name);
  const fixed = withSignature ? /^$/ : /X-Amz-[^&]*|_user_request_|restapis/g;
  const variants = [
    ...changed(signed.method).map((method) => ({ ...signed, method })),
    ...changed(signed.target, fixed).map((target) => ({ ...signed, target })),
    ...changed(Buffer.from(signed.body).toString("latin1")).map((text) => ({
      ...signed,
      body: Buffer.from(text, "latin1"),
    })),
    ...signed.headers.flatMap(([name, value], index) =>
      covered.has(name.toLowerCase()) && !isLeftOut(name.toLowerCase())
        ? changed(value).map((text) => ({ ...signed, headers: signed.headers.with(index, [name, text]) }))
        : [],
    ),
  ];
  return variants
    .filter(isTaken)
    .map(({ method, target, headers }) => JSON.stringify([method, target, headers]));
}

/** The text with each of its characters in turn made another, but for those of the parts that are fixed. */
function changed(text: string, fixed = /^$/): string[] {
  const parts = [...text.matchAll(new RegExp(fixed, "g"))];
  return [...text].flatMap((character, index) => {
    if (parts.some((part) => index >= part.index && index < part.index + part[0].length)) return [];
    const other = character === "x" ? "y" : "x";
    return [text.slice(0, index) + other + text.slice(index + character.length)];
  });
}

function isTaken({ method, target, headers, body }: Signed): boolean {
  const [urlPath = "", ...query] = target.split("?");
  const raw: RawRequest = {
    method,
    rawPath: urlPath,
    urlPath,
    rawQuery: query.join("?"),
    headers,
    body,
    sourceIp: "127.0.0.1",
    host: "",
    restApiId: "",
    stageName: "",
    sourceVpce: undefined,
    basePath: undefined,
    basePathMatched: undefined,
    requestId: "",
    userAgent: undefined,
  };
  const request: RoutedRequest = {
    raw,
    method,
    path: urlPath,
    headers,
    query: new Map(),
    body,
    contentType: "",
    resourceId: "",
    resourcePath: "",
    pathParameters: {},
    methodSettings: {},
    integration: {},
  };
  try {
    signerOf(request, "us-west-2", Date.now(), (id) =>
      Object.hasOwn(credentials, id) ? credentials[id] : undefined,
    );
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
