import type { RawHeader } from "../raw-http.ts";
import { headerOf } from "./control-request.ts";

/** What a SigV4 signature says about its request: who signed it, and for which region and service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** Reads the credential scope of the `Authorization` header or of a presigned query; absent when unsigned. */
export function credentialScope(
  headers: readonly RawHeader[],
  rawQuery: string,
): CredentialScope | undefined {
  const authorization = headerOf(headers, "authorization");
  const credential =
    /^AWS4-HMAC-SHA256\s.*?Credential=([^,\s]+)/.exec(authorization ?? "")?.[1] ??
    new URLSearchParams(rawQuery).get("X-Amz-Credential") ??
    "";
  // An access key may hold a slash, the four parts after it may not.
  const parts = /^(.+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  if (parts?.[1] === undefined || parts[2] === undefined || parts[3] === undefined) return undefined;
  return { accessKeyId: parts[1], region: parts[2], service: parts[3] };
}
