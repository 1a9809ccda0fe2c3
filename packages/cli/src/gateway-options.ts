import type { GatewayOptions } from "@gatewright/local-gateway";
import { UsageError } from "./usage-error.ts";

/** `--service-endpoint SERVICE=URL`. The gateway looks at the URL. */
export function readServiceEndpoints(
  values: readonly string[],
): NonNullable<GatewayOptions["serviceEndpoints"]> {
  return Object.fromEntries(
    values.map((value) => {
      const [, service, url] = /^([\w.-]+)=(.+)$/.exec(value) ?? [];
      if (service !== undefined && url !== undefined) return [service, url];
      throw new UsageError(
        "InvalidServiceEndpoint",
        `--service-endpoint ${value}: give a service and a URL, such as sqs=http://127.0.0.1:9324.`,
      );
    }),
  );
}

/** `--user-pool ID=URL`, with the URL of the pool's public keys, or `--user-pool ID` for a pool of AWS's. */
export function readUserPools(values: readonly string[]): NonNullable<GatewayOptions["userPools"]> {
  return Object.fromEntries(
    values.map((value) => {
      const [, id = "", region, , url] = /^(([\w-]+)_[0-9A-Za-z]+)(=(.+))?$/.exec(value) ?? [];
      const jwksUri = url ?? `https://cognito-idp.${region}.amazonaws.com/${id}/.well-known/jwks.json`;
      if (id !== "" && URL.canParse(jwksUri)) return [id, { jwksUri }];
      throw new UsageError(
        "InvalidUserPool",
        `--user-pool ${value}: give the id of a pool, such as eu-west-1_Example, and the URL of its keys ` +
          "where AWS does not sign its tokens: eu-west-1_Example=http://127.0.0.1:9000/jwks.json.",
      );
    }),
  );
}
