import type { JWTVerifyGetKey } from "jose";
import type { VerifyToken } from "../data-plane/authorizer/cognito.ts";
import { errorText } from "../error-text.ts";
import { own } from "../own.ts";
import type { LocalIssuer } from "./local-issuer.ts";
import { issuerOf, userPoolIdOf } from "./user-pool.ts";

/** User pools whose tokens somebody else signs, by their id; the gateway signs those of all others itself. */
export interface UserPools {
  readonly [userPoolId: string]: {
    /**
     * Where the public keys are; `https://cognito-idp.REGION.amazonaws.com/ID/.well-known/jwks.json` for real pools.
     */
    readonly jwksUri: string;
    /** The `iss` of the tokens; that of Amazon Cognito by default. */
    readonly issuer?: string;
  };
}

/** Makes the function that holds tokens against user pools: signature, issuer and times. */
export function createVerifyToken(local: LocalIssuer, remote: UserPools): VerifyToken {
  const known = new Map<string, JWTVerifyGetKey>();
  const keysOf = async (userPoolId: string): Promise<JWTVerifyGetKey> => {
    const { createLocalJWKSet, createRemoteJWKSet } = await import("jose");
    const elsewhere = own(remote, userPoolId);
    const keys =
      known.get(userPoolId) ??
      (elsewhere === undefined
        ? createLocalJWKSet(await local.keys(userPoolId))
        : createRemoteJWKSet(new URL(elsewhere.jwksUri)));
    known.set(userPoolId, keys);
    return keys;
  };
  return async (token, userPoolArns, now) => {
    // Loaded when it is needed: it would be a good part of the gateway's start.
    const { decodeJwt, errors, jwtVerify } = await import("jose");
    const pools = userPoolArns.flatMap((arn) => userPoolIdOf(arn) ?? []);
    try {
      const { iss } = decodeJwt(token);
      const pool = pools.find((id) => (own(remote, id)?.issuer ?? issuerOf(id)) === iss);
      if (pool === undefined || iss === undefined) {
        return {
          kind: "invalid",
          reason: `its issuer ${iss ?? "(it names none)"} is none of the pools ${pools.join(", ")}`,
        };
      }
      const { payload } = await jwtVerify(token, await keysOf(pool), {
        issuer: iss,
        algorithms: ["RS256"],
        requiredClaims: ["exp"],
        currentDate: new Date(now),
      });
      return { kind: "valid", claims: payload };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: "expired" };
      return { kind: "invalid", reason: errorText(error) };
    }
  };
}
