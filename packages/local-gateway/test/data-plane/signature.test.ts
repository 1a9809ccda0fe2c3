import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signerOf } from "../../src/data-plane/authorizer/iam.ts";
import { expectedSignature } from "../../src/data-plane/authorizer/signature.ts";
import { parseSignature } from "../../src/data-plane/authorizer/signature-parts.ts";
import type { Credential } from "../../src/data-plane/caller.ts";
import type { RoutedRequest } from "../../src/data-plane/passing.ts";
import { Refusal } from "../../src/data-plane/refusal.ts";
import type { RawRequest } from "../../src/raw-http.ts";
import { there } from "../fixtures/running-gateway.ts";
import { Sha256 } from "../fixtures/sha256.ts";
import type { Key } from "./signing-clients/request.ts";
import { smithy } from "./signing-clients/smithy.ts";

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const alice = { secretAccessKey: "wJalrXUtnFEMI", arn: "arn:aws:iam::123456789012:user/team/alice" };

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly service?: string;
  readonly region?: string;
  readonly signingDate?: Date;
  readonly secretAccessKey?: string;
}

/** Signs as an AWS SDK does, and lays the request on the wire as an HTTP handler does. */
async function signed(sent: Sent): Promise<RawRequest> {
  const { method = "GET", path = "/prod/a", query = {}, headers = {}, body = "" } = sent;
  const signer = new SignatureV4({
    service: sent.service ?? "execute-api",
    region: sent.region ?? "us-east-1",
    credentials: {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: sent.secretAccessKey ?? alice.secretAccessKey,
    },
    sha256: Sha256,
  });
  const request = await signer.sign(
    {
      method,
      path,
      query,
      headers: { host: "127.0.0.1:4566", ...headers },
      protocol: "http:",
      hostname: "127.0.0.1",
      ...(body === "" ? {} : { body }),
    },
    { signingDate: sent.signingDate ?? new Date(now) },
  );
  return {
    method,
    rawPath: path,
    urlPath: path,
    rawQuery: Object.entries(query)
      .flatMap(([name, value]) => [value].flat().map((one) => `${encode(name)}=${encode(one)}`))
      .join("&"),
    headers: Object.entries(request.headers),
    body: new TextEncoder().encode(body),
    sourceIp: "127.0.0.1",
    host: "127.0.0.1:4566",
    restApiId: "abc",
    stageName: "prod",
    ...unsaid,
  };
}

const unsaid = {
  sourceVpce: undefined,
  basePath: undefined,
  basePathMatched: undefined,
  requestId: "",
  userAgent: undefined,
};

/** Leaves `*` and `~` as they are, which not every client does. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function check(raw: RawRequest, at = now) {
  const request: RoutedRequest = {
    raw,
    method: raw.method,
    path: raw.rawPath,
    headers: raw.headers,
    query: new Map(),
    body: raw.body,
    contentType: "application/json",
    resourceId: "r",
    resourcePath: "/a",
    pathParameters: {},
    methodSettings: { authorizationType: "AWS_IAM" },
    integration: { type: "MOCK" },
  };
  const credentials = new Map<string, Credential>([
    ["AKIDEXAMPLE", alice],
    ["ASIDEXAMPLE", { ...alice, sessionToken: "token" }],
  ]);
  return signerOf(request, "us-east-1", at, (id) => credentials.get(id)).caller;
}

function refusalOf(raw: RawRequest, at = now): Refusal {
  try {
    check(raw, at);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a signature that an AWS SDK made is taken", () => {
  it.each<[what: string, sent: Sent]>([
    ["for a plain request", {}],
    ["with a body", { method: "POST", body: '{"a":"ü"}', headers: { "content-type": "application/json" } }],
    [
      "with spaces, signs and letters in the query",
      { query: { "a b": "c d", "+": "1+1", "*": "~*'()!", ключ: "é/?&=" } },
    ],
    ["with keys that come more than once", { query: { b: ["2", "1", "10"], a: "" } }],
    ["with an encoded path", { path: "/prod/a%20b/%C3%A9/x%2Fy/+@:" }],
    ["with a path ending in a slash", { path: "/prod/a/" }],
    ["with slashes that follow each other", { path: "/prod//a///b" }],
    ["with a header of many spaces", { headers: { "x-note": "  a   b  " } }],
    ["four minutes ago", { signingDate: new Date(now - 4 * 60_000) }],
  ])("%s", async (_, sent) => {
    expect(check(await signed(sent))).toEqual({
      kind: "iam",
      accessKey: "AKIDEXAMPLE",
      accountId: "123456789012",
      userArn: "arn:aws:iam::123456789012:user/team/alice",
      caller: "alice",
      user: "alice",
    });
  });

  it("whatever the query and the path hold", async () => {
    const text = fc
      .string({ unit: "binary", maxLength: 8 })
      .filter((t) => t.isWellFormed() && t !== "__proto__");
    const query = fc.dictionary(
      text.filter((name) => !/^x-amz-signature$/i.test(name)),
      fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
    );
    const segments = fc.array(
      text.filter((part) => part !== "." && part !== ".."),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(query, segments, async (query, segments) => {
        const path = `/${segments.map(encodeURIComponent).join("/")}`;
        expect(check(await signed({ query, path })).kind).toBe("iam");
      }),
      { numRuns: 200 },
    );
  });
});

describe("a request that was changed after it was signed is refused", () => {
  const sent: Sent = {
    method: "POST",
    query: { a: "1" },
    body: "{}",
    headers: { "content-type": "text/plain" },
  };

  it.each<[what: string, change: (raw: RawRequest) => RawRequest]>([
    ["its method", (raw) => ({ ...raw, method: "PUT" })],
    ["its path", (raw) => ({ ...raw, urlPath: "/prod/b" })],
    ["its query", (raw) => ({ ...raw, rawQuery: "a=2" })],
    ["its body", (raw) => ({ ...raw, body: new TextEncoder().encode("{ }") })],
    [
      "a signed header",
      (raw) => ({
        ...raw,
        headers: raw.headers.map(([n, v]) => [n, n === "content-type" ? "text/html" : v] as const),
      }),
    ],
    [
      "its signature",
      (raw) => ({
        ...raw,
        headers: raw.headers.map(([n, v]) => [n, v.replace(/Signature=.*/, "Signature=00")] as const),
      }),
    ],
  ])("%s", async (_, change) => {
    const refusal = refusalOf(change(await signed(sent)));
    expect(refusal.kind).toBe("invalid-signature");
  });
});

it("a mismatch says what should have been signed, as AWS does", async () => {
  const raw = await signed({ secretAccessKey: "another", query: { b: "2", a: "1 2" } });
  const { wireMessage, details } = refusalOf(raw);
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const canonical = `GET\n/prod/a\na=1%202&b=2\nhost:127.0.0.1:4566\nx-amz-content-sha256:${empty}\nx-amz-date:20260102T030405Z\n\nhost;x-amz-content-sha256;x-amz-date\n${empty}`;
  const toSign = `AWS4-HMAC-SHA256\n20260102T030405Z\n20260102/us-east-1/execute-api/aws4_request\n${createHash("sha256").update(canonical).digest("hex")}`;
  expect(details).toEqual({ canonicalRequest: canonical, stringToSign: toSign });
  expect(wireMessage).toBe(
    `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${toSign}'\n`,
  );
});

describe("is refused before the signature is looked at", () => {
  it.each<[what: string, sent: Sent, message: string]>([
    [
      "an old date",
      { signingDate: new Date(now - 6 * 60_000) },
      "Signature expired: 20260102T025805Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)",
    ],
    [
      "a date to come",
      { signingDate: new Date(now + 6 * 60_000) },
      "Signature not yet current: 20260102T031005Z is still later than 20260102T030905Z (20260102T030405Z + 5 min.)",
    ],
    [
      "another service",
      { service: "lambda" },
      "Credential should be scoped to correct service: 'execute-api'. ",
    ],
    ["another region", { region: "eu-west-1" }, "Credential should be scoped to a valid region. "],
    [
      "another of both",
      { service: "s3", region: "eu-west-1" },
      "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'execute-api'. ",
    ],
  ])("%s", async (_, sent, message) => {
    expect(refusalOf(await signed(sent))).toMatchObject({ kind: "invalid-signature", wireMessage: message });
  });

  it("an unknown key", async () => {
    const raw = await signed({});
    const headers = raw.headers.map(([n, v]) => [n, v.replace("AKIDEXAMPLE", "AKIDOTHER")] as const);
    expect(refusalOf({ ...raw, headers }).kind).toBe("unrecognized-client");
  });

  it("no header, or one that says nothing", async () => {
    const raw = await signed({});
    const others = raw.headers.filter(([name]) => name !== "authorization");
    const kindWith = (authorization: string) =>
      refusalOf({ ...raw, headers: [...others, ["Authorization", authorization]] });
    expect(refusalOf({ ...raw, headers: others }).kind).toBe("missing-authentication-token");
    expect(kindWith("Bearer abc").wireMessage).toMatch(
      /^Invalid key=value pair \(missing equal-sign\) .*: '.+='\.$/,
    );
    expect(kindWith("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=1").wireMessage).toMatch(
      /^Authorization header requires 'SignedHeaders' parameter\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=\S+=$/,
    );
    expect(kindWith("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=1").wireMessage).toBe(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b'",
    );
    expect(
      kindWith(there(raw.headers.find(([name]) => name === "authorization"))[1].replace(/host;/, "")),
    ).toMatchObject({
      kind: "invalid-signature",
      wireMessage: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    });
  });
});

describe("a presigned URL", () => {
  const host = "127.0.0.1:4566";
  const presigned = async (key: Key = { accessKeyId: "AKIDEXAMPLE", ...alice }): Promise<RawRequest> => {
    const sent = await smithy(
      { method: "GET", target: "/prod/a?x=1" },
      { host, region: "us-east-1", key, presign: true, now: new Date(now) },
    );
    const [path = "", query = ""] = sent.target.split("?");
    const raw = await signed({});
    return { ...raw, urlPath: path, rawQuery: query, headers: sent.headers };
  };
  it("is taken until it expires", async () => {
    const raw = await presigned();
    expect(check(raw, now + 60_000)).toMatchObject({ kind: "iam", accessKey: "AKIDEXAMPLE" });
    expect(refusalOf(raw, now + 61_000)).toMatchObject({
      kind: "invalid-signature",
      wireMessage:
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030506Z - 1 min.)",
    });
    expect(refusalOf(raw, now - 301_000).wireMessage).toMatch(/^Signature not yet current: /);
  });

  it.each<[what: string, change: (query: string) => string, kind: string, message: string]>([
    [
      "without a credential",
      (query) => query.replace("X-Amz-Credential", "X-Amz-Kredential"),
      "incomplete-signature",
      "AWS query-string parameters must include 'X-Amz-Credential'. Re-examine the query-string parameters.",
    ],
    [
      "without a date and its headers",
      (query) => query.replace(/X-Amz-Date=[^&]*/, "").replace(/X-Amz-SignedHeaders=[^&]*/, ""),
      "incomplete-signature",
      "AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
    ],
    [
      "of another algorithm",
      (query) => query.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-MD5"),
      "incomplete-signature",
      "X-Amz-Algorithm only supports 'AWS4-HMAC-SHA256'.",
    ],
    [
      "for longer than a week",
      (query) => query.replace("X-Amz-Expires=60", "X-Amz-Expires=604801"),
      "incomplete-signature",
      "X-Amz-Expires must be a whole number of seconds, at most 604800 (one week).",
    ],
    [
      "for longer than it was signed for",
      (query) => query.replace("X-Amz-Expires=60", "X-Amz-Expires=61"),
      "invalid-signature",
      "The request signature we calculated does not match",
    ],
    [
      "with a parameter more",
      (query) => `${query}&y=2`,
      "invalid-signature",
      "The request signature we calculated does not match",
    ],
  ])("is refused %s", async (_, change, kind, message) => {
    const raw = await presigned();
    const refusal = refusalOf({ ...raw, rawQuery: change(raw.rawQuery) });
    expect(refusal.kind).toBe(kind);
    expect(refusal.wireMessage).toContain(message);
  });

  it("is refused together with a signature in the header", async () => {
    const raw = await presigned();
    const headers = [...raw.headers, ["Authorization", "AWS4-HMAC-SHA256 Credential=a"] as const];
    expect(refusalOf({ ...raw, headers })).toMatchObject({
      kind: "invalid-signature",
      wireMessage: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    });
  });

  it.each<[what: string, key: Key]>([
    ["a temporary key without its token", { accessKeyId: "ASIDEXAMPLE", ...alice }],
    ["a temporary key with another token", { accessKeyId: "ASIDEXAMPLE", ...alice, sessionToken: "other" }],
    ["a lasting key with a token", { accessKeyId: "AKIDEXAMPLE", ...alice, sessionToken: "token" }],
  ])("is refused of %s", async (_, key) => {
    expect(refusalOf(await presigned(key)).kind).toBe("unrecognized-client");
  });

  it("is taken of a temporary key with its token", async () => {
    const raw = await presigned({ accessKeyId: "ASIDEXAMPLE", ...alice, sessionToken: "token" });
    expect(check(raw).kind).toBe("iam");
  });
});

const vectors = new URL("../../../../../shared/sigv4-vectors/v4.json", import.meta.url);

describe.runIf(existsSync(vectors))("the official vectors", () => {
  interface Vector {
    readonly name: string;
    readonly context: {
      readonly credentials: { readonly secret_access_key: string };
      readonly normalize: boolean;
      readonly sign_body: boolean;
    };
    readonly "header-signed-request": string;
    readonly "header-signature": string;
    readonly "header-canonical-request": string;
    readonly "header-string-to-sign": string;
  }
  const cases: Vector[] = existsSync(vectors) ? JSON.parse(readFileSync(vectors, "utf8")) : [];

  // Those without normalisation are for S3, which signs paths in another way; the others sign a path that is sent raw.
  it.each(
    cases
      .filter(
        ({ context, "header-signed-request": request }) =>
          context.normalize && !/^\w+ .*[^!-~\s].* HTTP/.test(request),
      )
      .map((vector) => [vector.name, vector] as const),
  )("%s", (_, vector) => {
    const [head = "", ...rest] = vector["header-signed-request"].split("\n\n");
    const [requestLine = "", ...lines] = head.replaceAll(/\n\s+/g, " ").split("\n");
    const [, method = "", target = ""] = /^(\w+) (.*) HTTP\/1\.1$/.exec(requestLine) ?? [];
    const [path = "", ...query] = target.split("?");
    const raw: RawRequest = {
      method,
      rawPath: path,
      urlPath: path,
      rawQuery: query.join("?"),
      headers: lines.map(
        (line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)] as const,
      ),
      body: new TextEncoder().encode(rest.join("\n\n")),
      sourceIp: "",
      host: "",
      restApiId: "",
      stageName: "",
      ...unsaid,
    };
    const parsed = parseSignature(raw);
    if (parsed.kind !== "signature") throw new Error(parsed.kind);
    const made = expectedSignature(raw, parsed.parts, vector.context.credentials.secret_access_key);
    expect(made.canonicalRequest).toBe(vector["header-canonical-request"]);
    expect(made.stringToSign).toBe(vector["header-string-to-sign"]);
    expect(made.signature).toBe(vector["header-signature"]);
  });
});
