import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../fixtures/sha256.ts";
import { headersOf, type SigningClient } from "./request.ts";

/** Signs as an AWS SDK for JavaScript does. */
export const smithy: SigningClient = async (request, { host, region, key, presign = false, now }) => {
  const { method, target, body = "", headers = {} } = request;
  const signer = new SignatureV4({ service: "execute-api", region, credentials: key, sha256: Sha256 });
  const [path = "", ...rest] = target.split("?");
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(rest.join("?")))
    query[name] = [...(query[name] ?? []), value];
  const unsigned = {
    method,
    path,
    query,
    headers: { host, ...headers },
    protocol: "http:",
    hostname: host,
    ...(body === "" ? {} : { body }),
  };
  const date = now === undefined ? {} : { signingDate: now };
  const signed = presign
    ? await signer.presign(unsigned, { expiresIn: 60, ...date })
    : await signer.sign(unsigned, date);
  const added = Object.entries(signed.query ?? {}).filter(([name]) => name.startsWith("X-Amz-"));
  const text = [...rest, ...added.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)];
  return {
    method,
    target: text.length === 0 ? path : `${path}?${text.join("&")}`,
    headers: headersOf(signed.headers),
    body: Buffer.from(body),
  };
};
