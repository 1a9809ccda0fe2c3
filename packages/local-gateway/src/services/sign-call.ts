import { expectedSignature } from "../data-plane/authorizer/signature.ts";
import { timestampAt } from "../data-plane/authorizer/timestamp.ts";
import { type Headers, valuesOf, withHeaders } from "../data-plane/mapping/headers.ts";
import type { HttpCall } from "../data-plane/passing.ts";
import type { SigningKey } from "../iam/service-session.ts";

/** What a signature is for. */
export interface SigningScope {
  /** As the signature names it. */
  readonly service: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The call with a Signature Version 4 in its headers. */
export function signCall(call: HttpCall, key: SigningKey, { service, region, at }: SigningScope): HttpCall {
  const timestamp = timestampAt(at);
  const headers = withHeaders(call.headers, [
    ["Host", call.url.host],
    ["X-Amz-Date", timestamp],
    ...(key.sessionToken === undefined ? [] : [["X-Amz-Security-Token", key.sessionToken] as const]),
  ]);
  const parts = {
    place: "header" as const,
    accessKeyId: key.accessKeyId,
    date: timestamp.slice(0, 8),
    region,
    service,
    terminator: "aws4_request",
    signedHeaders: signedNames(headers),
    signature: "",
    timestamp,
  };
  const request = {
    method: call.method,
    // D, Signature Version 4: the path of S3 is encoded once, that of all others twice
    urlPath: service === "s3" ? decodeURIComponent(call.url.pathname) : call.url.pathname,
    rawQuery: call.url.search.slice(1),
    headers,
    body: call.body,
  };
  const { signature } = expectedSignature(request, parts, key.secretAccessKey);
  const scope = [parts.date, region, service, parts.terminator].join("/");
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${parts.signedHeaders.join(";")}, Signature=${signature}`;
  return { ...call, headers: withHeaders(headers, [["Authorization", authorization]]) };
}

function signedNames(headers: Headers): string[] {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  return [...names]
    .filter((name) => name === "host" || name === "content-type" || name.startsWith("x-amz-"))
    .filter((name) => valuesOf(headers, name).length > 0)
    .sort();
}
