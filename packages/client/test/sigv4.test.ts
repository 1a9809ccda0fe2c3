import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Credentials } from "../src/options.ts";
import { createSigner, normalizePath, type SignableRequest } from "../src/sigv4.ts";
import { webCrypto } from "../src/web-crypto.ts";
import { smithyAuthorization } from "./support/smithy.ts";

const sign = createSigner(webCrypto);

/** The credentials and the time of AWS's published examples. */
const example = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  region: "us-east-1",
  service: "service",
  date: new Date("2015-08-30T12:36:00Z"),
};
const get: SignableRequest = {
  method: "GET",
  path: "/",
  query: [],
  headers: [["Host", "example.amazonaws.com"]],
  body: "",
};

const signature = (headers: Record<string, string>): string | undefined =>
  /Signature=(\w+)$/.exec(headers["authorization"] ?? "")?.[1];

describe("signs AWS's published examples", () => {
  test.each<[name: string, request: Partial<SignableRequest>, signature: string]>([
    ["a plain GET", {}, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["a plain POST", { method: "POST" }, "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "a space in the path",
      { path: "/example space/" },
      "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    ],
    [
      "repeated slashes, not normalized",
      { path: "//example//" },
      "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
    ],
    [
      "query names that sort otherwise than their pairs",
      {
        query: [
          ["Param-3", "Value3"],
          ["Param", "Value2"],
          ["ሴ", "Value1"],
        ],
      },
      "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
    ],
    [
      "a header that comes three times",
      {
        headers: [
          ...get.headers,
          ["My-Header1", "value2"],
          ["My-Header1", "value2"],
          ["My-Header1", "value1"],
        ],
      },
      "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
    ],
    [
      "a body",
      {
        method: "POST",
        headers: [
          ...get.headers,
          ["Content-Type", "application/x-www-form-urlencoded"],
          ["Content-Length", "13"],
          ["x-amz-content-sha256", "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e"],
        ],
        body: "Param1=value1",
      },
      "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
    ],
  ])("%s", async (_, request, expected) => {
    expect(signature(await sign({ ...get, ...request }, example))).toBe(expected);
  });

  test("all of the official vectors, where they are at hand", async (context) => {
    const file = new URL("../../../../shared/sigv4-vectors/v4.json", import.meta.url);
    if (!existsSync(file)) return context.skip("no vectors beside the repository");
    const vectors: readonly Vector[] = JSON.parse(readFileSync(file, "utf8"));
    const wrong: string[] = [];
    for (const vector of vectors) {
      const signed = await sign(requestOf(vector), contextOf(vector));
      if (signature(signed) !== vector["header-signature"]) wrong.push(vector.name);
    }
    expect(wrong).toEqual([]);
    expect(vectors.length).toBe(38);
  });
});

test("the session token is sent and signed", async () => {
  const credentials = { ...example.credentials, sessionToken: "a/token+=" };
  const signed = await sign(get, { ...example, credentials });
  expect(signed["x-amz-security-token"]).toBe("a/token+=");
  expect(signed["authorization"]).toContain("SignedHeaders=host;x-amz-date;x-amz-security-token,");
});

test("a signing key is not kept for other credentials, another day, region or service", async () => {
  const fresh = async (context: typeof example) => signature(await createSigner(webCrypto)(get, context));
  const contexts = [
    { ...example, credentials: { ...example.credentials, secretAccessKey: "another" } },
    { ...example, date: new Date("2015-08-31T12:36:00Z") },
    { ...example, region: "eu-west-1" },
    { ...example, service: "execute-api" },
    example,
  ];
  for (const context of contexts) expect(signature(await sign(get, context))).toBe(await fresh(context));
});

test.each([
  ["/", "/"],
  ["//", "/"],
  ["/./", "/"],
  ["/example/..", "/"],
  ["/example1/example2/../..", "/"],
  ["/../a", "/a"],
  ["//example//", "/example/"],
  ["/./example", "/example"],
  ["/a%2Fb/c", "/a%2Fb/c"],
])("the path %s is signed as %s", (path, normal) => {
  expect(normalizePath(path)).toBe(normal);
});

const text = fc.string({ unit: "binary", maxLength: 8 }).filter((value) => value.isWellFormed());
const awkward = fc.oneof(
  text,
  fc.string({ unit: fc.constantFrom(..." +%*'!()|;&=?/~-._%2B\u00e9ሴ😀") }),
  fc.constant(""),
);
const request = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
  segments: fc.array(fc.oneof(awkward, fc.constantFrom(".", "..", "", "a"))),
  query: fc.array(fc.tuple(fc.oneof(awkward, fc.constantFrom("a", "a-b", "A")), awkward)),
  headers: fc.dictionary(
    fc.stringMatching(/^x-[a-z0-9!#$%&'*+.^_`|~-]{1,6}$/).filter((name) => !name.startsWith("x-amz")),
    fc.string({ unit: fc.constantFrom(...'a B,"=;\t\u00e9\u00a0') }),
  ),
  body: fc.string({ unit: "binary" }).map((value) => value.toWellFormed()),
});
const credentials: fc.Arbitrary<Credentials> = fc.record({
  accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
  secretAccessKey: fc.string({ minLength: 1 }).map((value) => value.toWellFormed()),
  sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9/+=]{1,40}$/), { nil: undefined }),
});
const date = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });

test("any request is signed as AWS's own signer signs it", async () => {
  const law = fc.asyncProperty(
    request,
    credentials,
    date,
    async ({ segments, headers, ...rest }, who, when) => {
      const path = `/${segments.map(encodeURIComponent).join("/")}`;
      const context = { region: "eu-central-1", service: "execute-api", date: when };
      const all = { host: "id.execute-api.eu-central-1.amazonaws.com", ...headers };
      const signed = await sign(
        { ...rest, path: normalizePath(path), headers: Object.entries(all) },
        { ...context, credentials: who },
      );
      expect(signed["authorization"]).toBe(
        await smithyAuthorization({ ...rest, path, headers: all }, who, context),
      );
    },
  );
  await fc.assert(law, { numRuns: 300 });
});

interface Vector {
  readonly name: string;
  readonly request: string;
  readonly "header-signature": string;
  readonly context: {
    readonly credentials: { access_key_id: string; secret_access_key: string; token?: string };
    readonly region: string;
    readonly service: string;
    readonly timestamp: string;
    readonly normalize: boolean;
    readonly sign_body: boolean;
    readonly omit_session_token?: boolean;
  };
}

/** A vector's request as text, continued header lines included, as the parts that the signer takes. */
const requestOf = ({ request, context }: Vector): SignableRequest & { body: string } => {
  const [head = "", body = ""] = request.split("\n\n");
  const [first = "", ...lines] = head.replace(/\n$/, "").split(/\n(?! )/);
  const [, method = "", target = ""] = /^(\S+) (.*) HTTP\/1.1$/.exec(first) ?? [];
  const [path = "", search = ""] = target.split("?");
  const headers = lines.map((line): [string, string] => [
    line.slice(0, line.indexOf(":")),
    line.slice(line.indexOf(":") + 1),
  ]);
  if (context.sign_body) headers.push(["x-amz-content-sha256", bodyHash]);
  const query = search === "" ? [] : search.split("&").map((pair) => pairOf(decodeURIComponent(pair)));
  return { method, path: context.normalize ? normalizePath(path) : path, query, headers, body };
};

/** Of `Param1=value1`, the body of both vectors that sign it. */
const bodyHash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";

const pairOf = (pair: string): [string, string] => {
  const [name = "", value = ""] = pair.split("=");
  return [name, value];
};

const contextOf = ({ context: { credentials: who, timestamp, omit_session_token, ...context } }: Vector) => ({
  ...context,
  date: new Date(timestamp),
  credentials: {
    accessKeyId: who.access_key_id,
    secretAccessKey: who.secret_access_key,
    sessionToken: omit_session_token ? undefined : who.token,
  },
});
