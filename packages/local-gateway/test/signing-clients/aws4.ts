import { installed } from "./installed.ts";
import { headersOf, type SigningClient } from "./request.ts";

interface Aws4 {
  sign(request: object, key: object): { path: string; headers: Record<string, string> };
}

function isAws4(value: unknown): value is Aws4 {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "sign") === "function";
}

/** mhart/aws4, where it is installed. */
export async function findAws4(): Promise<SigningClient | undefined> {
  const module = await installed("aws4");
  const aws4 = typeof module === "object" && module !== null ? Reflect.get(module, "default") : undefined;
  if (!isAws4(aws4)) return undefined;
  return async ({ method, target, headers = {}, body }, { host, region, key, presign = false }) => {
    const options = {
      service: "execute-api",
      region,
      method,
      path: target,
      headers: { Host: host, ...headers },
      signQuery: presign,
      ...(body === undefined ? {} : { body }),
    };
    const signed = aws4.sign(options, key);
    return {
      method,
      target: signed.path,
      headers: headersOf(signed.headers),
      body: Buffer.from(body ?? ""),
    };
  };
}
