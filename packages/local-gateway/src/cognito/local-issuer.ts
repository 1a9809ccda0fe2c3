import type { CryptoKey, JSONWebKeySet } from "jose";
import { issuerOf } from "./user-pool.ts";

/** Stands in for Amazon Cognito: one key pair for each user pool, made when it is first needed and gone at the end. */
export interface LocalIssuer {
  /** The public keys of a pool, as its `jwks.json` has them. */
  keys(userPoolId: string): Promise<JSONWebKeySet>;
  /** Signs an identity token and an access token for whom the request says. */
  tokens(userPoolId: string, request: TokenRequest, now: number): Promise<Tokens>;
}

/** Who the tokens are for; every member has a default. */
export interface TokenRequest {
  /** The user's unique id. */
  readonly sub?: string;
  readonly username?: string;
  readonly clientId?: string;
  readonly groups?: readonly string[];
  /** Scopes of the access token, with blanks between them. */
  readonly scope?: string;
  /** Seconds; an hour by default, and below zero for a token that has expired. */
  readonly expiresIn?: number;
  /** Further claims of the identity token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface Tokens {
  readonly id_token: string;
  readonly access_token: string;
  readonly token_type: "Bearer";
  /** Seconds. */
  readonly expires_in: number;
}

const algorithm = "RS256";

export function createLocalIssuer(uuid: () => string): LocalIssuer {
  const pools = new Map<string, Promise<KeyPair>>();
  const pairOf = (userPoolId: string) => {
    const known = pools.get(userPoolId);
    if (known !== undefined) return known;
    const made = makePair();
    pools.set(userPoolId, made);
    return made;
  };
  return {
    keys: async (userPoolId) => ({ keys: [(await pairOf(userPoolId)).publicJwk] }),
    tokens: async (userPoolId, request, now) => {
      const pair = await pairOf(userPoolId);
      const { SignJWT } = await import("jose");
      const { sub = uuid(), clientId = "local", groups, expiresIn = 3600 } = request;
      const { username = sub, scope = "aws.cognito.signin.user.admin", claims = {} } = request;
      const issuedAt = Math.floor(now / 1000);
      const shared = { auth_time: issuedAt, ...(groups && { "cognito:groups": groups }), jti: uuid() };
      const sign = (payload: Record<string, unknown>) =>
        new SignJWT(payload)
          .setProtectedHeader({ alg: algorithm, kid: pair.keyId })
          .setIssuer(issuerOf(userPoolId))
          .setSubject(sub)
          .setIssuedAt(issuedAt)
          .setExpirationTime(issuedAt + expiresIn)
          .sign(pair.privateKey);
      const identity = { "cognito:username": username, ...claims, aud: clientId, token_use: "id" };
      return {
        id_token: await sign({ ...shared, ...identity }),
        access_token: await sign({ ...shared, scope, username, client_id: clientId, token_use: "access" }),
        token_type: "Bearer",
        expires_in: expiresIn,
      };
    },
  };
}

interface KeyPair {
  readonly keyId: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JSONWebKeySet["keys"][number];
}

async function makePair(): Promise<KeyPair> {
  // Loaded when it is needed: it would be a good part of the gateway's start.
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import("jose");
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const jwk = await exportJWK(publicKey);
  const keyId = await calculateJwkThumbprint(jwk);
  return { keyId, privateKey, publicJwk: { ...jwk, kid: keyId, alg: algorithm, use: "sig" } };
}
