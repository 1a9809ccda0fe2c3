import { sign } from "aws4";
import { headersOf, type SigningClient } from "./request.ts";

/** mhart/aws4. */
export const aws4: SigningClient = async (
  { method, target, headers = {}, body },
  { host, region, key, presign = false },
) => {
  const signed = sign(
    {
      service: "execute-api",
      region,
      method,
      path: target,
      headers: { Host: host, ...headers },
      signQuery: presign,
      ...(body === undefined ? {} : { body }),
    },
    key,
  );
  return {
    method,
    target: signed.path ?? "",
    headers: headersOf(signed.headers as Record<string, string>),
    body: Buffer.from(body ?? ""),
  };
};
