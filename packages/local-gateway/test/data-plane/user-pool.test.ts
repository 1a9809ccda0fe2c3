import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { CreateAuthorizerCommand, type CreateAuthorizerRequest } from "@aws-sdk/client-api-gateway";
import * as jose from "jose";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addRoutes, answerOf, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { there, useGateway } from "../fixtures/running-gateway.ts";

const now = Date.UTC(2026, 10, 2, 3, 4, 5);
const local = "us-west-2_Local1";
const remote = "us-west-2_Remote";

const pair = await generateKeyPair("RS256");
const issuer = createServer(async (_, response) => {
  const key = { ...(await exportJWK(pair.publicKey)), kid: "k1", alg: "RS256" };
  response.setHeader("Content-Type", "application/json").end(JSON.stringify({ keys: [key] }));
});
await new Promise<void>((resolve) => issuer.listen(0, "127.0.0.1", resolve));
afterAll(() => {
  issuer.close();
  issuer.closeAllConnections();
});
const address = issuer.address();
const port = typeof address === "object" ? address?.port : undefined;

const gateway = useGateway({
  clock: () => now,
  userPools: {
    [remote]: { jwksUri: `http://127.0.0.1:${port}/jwks.json`, issuer: "https://issuer.example" },
  },
});
let restApiId = "";
const poolArn = (id: string) => `arn:aws:cognito-idp:us-west-2:123456789012:userpool/${id}`;

beforeAll(async () => {
  const echo = await makeFunction(
    gateway.lambda,
    "echo",
    "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) });",
  );
  await permit(gateway.lambda, "echo");
  restApiId = await makeApi(gateway.apiGateway, {});
  const guard = async (path: string, settings: Partial<CreateAuthorizerRequest>, scopes?: string[]) => {
    const { id } = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId,
        name: path.slice(1),
        type: "COGNITO_USER_POOLS",
        providerARNs: [poolArn(local), poolArn(remote)],
        identitySource: "method.request.header.Authorization",
        ...settings,
      }),
    );
    const method = {
      authorizationType: "COGNITO_USER_POOLS",
      authorizerId: there(id),
      ...(scopes && { authorizationScopes: scopes }),
    };
    await addRoutes(gateway.apiGateway, restApiId, {
      [`GET ${path}`]: { method, integration: proxyTo(echo) },
    });
  };
  await guard("/identity", {});
  await guard("/scoped", {}, ["orders/read", "orders/write"]);
  await guard("/audience", { identityValidationExpression: "web-.*" });
  await guard("/scoped-audience", { identityValidationExpression: ".*" }, ["orders/read"]);
  await guard("/header", { identitySource: "method.request.header.X-Token" });
  await deploy(gateway.apiGateway, restApiId);
});

const call = (path: string, headers: Record<string, string>) =>
  answerOf(fetch(`${gateway.url}/restapis/${restApiId}/prod/_user_request_${path}`, { headers }));

async function tokens(request: object, pool = local): Promise<{ id_token: string; access_token: string }> {
  const answer = await fetch(`${gateway.url}/_gatewright/cognito/${pool}/token`, {
    method: "POST",
    body: JSON.stringify(request),
  });
  return JSON.parse(await answer.text());
}

/** The token signed anew by the key pair of the issuer elsewhere. */
const rs256 = (token: string, header: Partial<jose.JWTHeaderParameters>) =>
  new SignJWT(jose.decodeJwt(token)).setProtectedHeader({ ...header, alg: "RS256" }).sign(pair.privateKey);

/** The token signed anew with a secret, which a careless verifier takes the public key for. */
async function hs256(secret: string, { kid }: jose.JWK, token: string): Promise<string> {
  const header = Buffer.from(JSON.stringify({ alg: "HS256", kid })).toString("base64url");
  const signed = `${header}.${token.split(".")[1]}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

async function pemOf(key: jose.JWK): Promise<string> {
  const imported = await jose.importJWK(key, "RS256", { extractable: true });
  return imported instanceof Uint8Array ? "" : await jose.exportSPKI(imported);
}

const unauthorized = { status: 401, errorType: "UnauthorizedException", text: '{"message":"Unauthorized"}' };

describe("a user pool's authorizer", () => {
  it("takes an identity token, and hands its claims on as text", async () => {
    const { id_token } = await tokens({
      sub: "3f5c",
      username: "alice",
      clientId: "web",
      groups: ["admin", "users"],
      claims: { email: "a@example.com", email_verified: true, "custom:level": 7 },
    });
    for (const Authorization of [id_token, `Bearer ${id_token}`]) {
      const { status, text } = await call("/identity", { Authorization });
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual({
        claims: {
          sub: "3f5c",
          "cognito:username": "alice",
          "cognito:groups": "admin,users",
          aud: "web",
          email: "a@example.com",
          email_verified: "true",
          "custom:level": "7",
          token_use: "id",
          iss: "https://cognito-idp.us-west-2.amazonaws.com/us-west-2_Local1",
          auth_time: String(now / 1000),
          iat: "Mon Nov 02 03:04:05 UTC 2026",
          exp: "Mon Nov 02 04:04:05 UTC 2026",
          jti: expect.any(String),
        },
      });
    }
  });

  it("hands on what is no text as JSON, lists one after the other", async () => {
    const identity = { userId: "7", providerName: "Google", issuer: null, primary: "true" };
    const { id_token } = await tokens({ claims: { identities: [identity, identity], address: { a: 1 } } });
    const { text } = await call("/identity", { Authorization: id_token });
    const printed = JSON.stringify(identity);
    expect(JSON.parse(text).claims).toMatchObject({
      identities: `${printed},${printed}`,
      address: '{"a":1}',
    });
  });

  it("says of a token that it has expired", async () => {
    const { id_token } = await tokens({ expiresIn: -1 });
    expect(await call("/identity", { Authorization: id_token })).toEqual({
      ...unauthorized,
      text: '{"message":"The incoming token has expired"}',
    });
  });

  it.each<[what: string, headers: (tokens: { id_token: string; access_token: string }) => object]>([
    ["no token", () => ({})],
    ["an empty token", () => ({ Authorization: "Bearer " })],
    ["what is not a token", () => ({ Authorization: "nonsense" })],
    ["a token that was changed", ({ id_token }) => ({ Authorization: id_token.replace(/.{6}$/, "AAAAAA") })],
    ["an access token, where there are no scopes", ({ access_token }) => ({ Authorization: access_token })],
    ["a token in another header", ({ id_token }) => ({ "X-Token": id_token })],
  ])("refuses %s", async (_, headersOf) => {
    const headers = Object.fromEntries(Object.entries(headersOf(await tokens({}))));
    expect(await call("/identity", headers)).toEqual(unauthorized);
  });

  it("refuses a token of another pool, and one without a signature", async () => {
    const { id_token } = await tokens({}, "us-west-2_Other");
    expect(await call("/identity", { Authorization: id_token })).toEqual(unauthorized);
    const [, payload] = (await tokens({})).id_token.split(".");
    const header = Buffer.from('{"alg":"none"}').toString("base64url");
    expect(await call("/identity", { Authorization: `${header}.${payload}.` })).toEqual(unauthorized);
  });

  it.each<[what: string, forge: (key: jose.JWK, token: string) => Promise<string>]>([
    ["signed with the public key as a secret", (key, token) => hs256(JSON.stringify(key), key, token)],
    [
      "signed with the public key's PEM as a secret",
      async (key, token) => hs256(await pemOf(key), key, token),
    ],
    ["signed with an empty secret", (key, token) => hs256("", key, token)],
    [
      "signed with a key that it brings along",
      async (key, token) => {
        const own = await jose.exportJWK(pair.publicKey);
        return await rs256(token, {
          kid: there(key.kid),
          jwk: own,
          jku: `http://127.0.0.1:${port}/jwks.json`,
        });
      },
    ],
    [
      "signed with another pool's key under this one's id",
      (key, token) => rs256(token, { kid: there(key.kid) }),
    ],
    ["signed with a key that nobody knows", (_, token) => rs256(token, { kid: "../../../dev/null" })],
    ["signed with no key named", (_, token) => rs256(token, {})],
    ["with an empty signature", async (_, token) => token.replace(/[^.]*$/, "")],
    ["with two signatures", async (_, token) => `${token}.${token.split(".")[2]}`],
    [
      "with what it says changed",
      async (_, token) => {
        const [header, , signature] = token.split(".");
        const payload = { ...jose.decodeJwt(token), "cognito:groups": ["admin"] };
        return `${header}.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.${signature}`;
      },
    ],
  ])("refuses a token %s", async (_, forge) => {
    const { keys } = (await (
      await fetch(`${gateway.url}/_gatewright/cognito/${local}/.well-known/jwks.json`)
    ).json()) as jose.JSONWebKeySet;
    const { id_token } = await tokens({});
    expect(await call("/identity", { Authorization: id_token })).toMatchObject({ status: 200 });
    const forged = await forge(there(keys[0]), id_token);
    expect(await call("/identity", { Authorization: forged })).toEqual(unauthorized);
  });

  it("refuses a token that is not valid yet, or never ends", async () => {
    const sign = (claims: jose.JWTPayload) =>
      new SignJWT({ token_use: "id", ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "k1" })
        .setIssuer("https://issuer.example")
        .sign(pair.privateKey);
    const exp = now / 1000 + 60;
    expect(await call("/identity", { Authorization: await sign({ exp }) })).toMatchObject({ status: 200 });
    for (const claims of [{ exp, nbf: now / 1000 + 30 }, {}]) {
      expect(await call("/identity", { Authorization: await sign(claims) })).toEqual(unauthorized);
    }
  });

  it("asks for an access token with one of the method's scopes", async () => {
    const with_ = async (scope: string) => (await tokens({ scope })).access_token;
    expect(await call("/scoped", { Authorization: await with_("a orders/write") })).toMatchObject({
      status: 200,
    });
    expect(await call("/scoped", { Authorization: await with_("orders") })).toEqual(unauthorized);
    const { id_token } = await tokens({ claims: { scope: "orders/read" } });
    expect(await call("/scoped", { Authorization: id_token })).toEqual(unauthorized);
  });

  it("holds the audience against its expression, and reads the header that it names", async () => {
    const token = async (clientId: string) => (await tokens({ clientId })).id_token;
    expect(await call("/audience", { Authorization: await token("web-1") })).toMatchObject({ status: 200 });
    expect(await call("/audience", { Authorization: await token("a web-1") })).toEqual(unauthorized);
    expect(await call("/header", { "x-token": await token("web") })).toMatchObject({ status: 200 });
    const { access_token } = await tokens({ clientId: "web-1", scope: "orders/read" });
    expect(await call("/scoped-audience", { Authorization: access_token }), "it has no aud").toEqual(
      unauthorized,
    );
  });

  it("takes the tokens of an issuer elsewhere", async () => {
    const sign = (issuerName: string) =>
      new SignJWT({ token_use: "id", sub: "far" })
        .setProtectedHeader({ alg: "RS256", kid: "k1" })
        .setIssuer(issuerName)
        .setExpirationTime(now / 1000 + 60)
        .sign(pair.privateKey);
    const answer = await call("/identity", { Authorization: await sign("https://issuer.example") });
    expect(JSON.parse(answer.text)).toMatchObject({ claims: { sub: "far" } });
    expect(await call("/identity", { Authorization: await sign("https://else.example") })).toEqual(
      unauthorized,
    );
  });
});

describe("the local issuer", () => {
  it("shows its public keys, and the same ones each time", async () => {
    const keys = async () =>
      await (await fetch(`${gateway.url}/_gatewright/cognito/${local}/.well-known/jwks.json`)).json();
    const first = await keys();
    expect(first).toEqual({
      keys: [
        { kty: "RSA", n: expect.any(String), e: "AQAB", kid: expect.any(String), alg: "RS256", use: "sig" },
      ],
    });
    expect(await keys()).toEqual(first);
  });

  it.each<[what: string, body: string, message: RegExp]>([
    ["no JSON", "{", /has to be a JSON object/],
    ["an unknown member", '{"user":"a"}', /"user" is unknown; there are sub, username/],
    ["a member of another type", '{"groups":"a"}', /wrong type/],
  ])("refuses %s", async (_, body, message) => {
    const answer = await fetch(`${gateway.url}/_gatewright/cognito/${local}/token`, { method: "POST", body });
    expect(answer.status).toBe(400);
    expect(JSON.parse(await answer.text()).message).toMatch(message);
  });
});
