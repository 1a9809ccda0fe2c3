import { installed } from "./installed.ts";
import type { SigningClient } from "./request.ts";

interface Signer {
  sign(): Promise<{ url: URL; headers: Headers }>;
}

type Aws4Fetch = new (options: object) => Signer;

function isSigner(value: unknown): value is Aws4Fetch {
  return typeof value === "function";
}

/** mhart/aws4fetch, where it is installed. */
export async function findAws4Fetch(): Promise<SigningClient | undefined> {
  const module = await installed("aws4fetch");
  const AwsV4Signer =
    typeof module === "object" && module !== null ? Reflect.get(module, "AwsV4Signer") : undefined;
  if (!isSigner(AwsV4Signer)) return undefined;
  return async ({ method, target, headers = {}, body }, { host, region, key, presign = false }) => {
    const signer = new AwsV4Signer({
      method,
      url: `http://${host}${target}`,
      headers,
      service: "execute-api",
      region,
      ...key,
      signQuery: presign,
      allHeaders: true,
      ...(body === undefined ? {} : { body }),
    });
    const { url, headers: signed } = await signer.sign();
    return {
      method,
      target: `${url.pathname}${url.search}`,
      headers: [["host", host], ...[...signed].filter(([name]) => name !== "host")],
      body: Buffer.from(body ?? ""),
    };
  };
}
