import { AwsV4Signer } from "aws4fetch";
import type { SigningClient } from "./request.ts";

/** mhart/aws4fetch. */
export const aws4fetch: SigningClient = async (
  { method, target, headers = {}, body },
  { host, region, key, presign = false },
) => {
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
