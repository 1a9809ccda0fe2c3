import { encode } from "./encode.ts";
import type { Credentials } from "./options.ts";

/** The two functions of SHA-256 that Signature Version 4 needs; text counts as UTF-8. */
export interface Hash {
  sha256(data: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  hmac(key: Uint8Array, data: string): Promise<Uint8Array>;
}

type Pairs = readonly (readonly [name: string, value: string])[];

/** What of a request is signed. */
export interface SignableRequest {
  readonly method: string;
  /** As it is sent, percent-encoded. */
  readonly path: string;
  /** Not encoded. */
  readonly query: Pairs;
  /** The headers to sign; `host` must be among them. `x-amz-date` and `x-amz-security-token` are added. */
  readonly headers: Pairs;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

export interface SigningContext {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly date: Date;
}

/** Signs a request, and returns the headers to send in addition to those that it has. */
export type Sign = (request: SignableRequest, context: SigningContext) => Promise<Record<string, string>>;

/**
 * Makes a signer for AWS Signature Version 4, by the Authorization header. It keeps the last signing key, which is
 * good for a day. AWS: IAM User Guide, "Create a signed AWS API request".
 */
export const createSigner = (hash: Hash): Sign => {
  let last: { readonly id: string; readonly key: Promise<Uint8Array> } | undefined;

  const signingKey = (secret: string, scope: readonly string[]): Promise<Uint8Array> => {
    const id = JSON.stringify([secret, scope]);
    if (last?.id !== id) last = { id, key: deriveKey(hash, secret, scope) };
    return last.key;
  };

  return async (request, { credentials, region, service, date }) => {
    const time = date.toISOString().replace(/[-:]|\.\d+/g, "");
    const added: Record<string, string> = { "x-amz-date": time };
    if (credentials.sessionToken) added["x-amz-security-token"] = credentials.sessionToken;
    const headers = canonicalHeaders([...request.headers, ...Object.entries(added)]);
    const canonical = canonicalRequest(request, headers, hex(await hash.sha256(request.body)));

    const scope = [time.slice(0, 8), region, service, "aws4_request"];
    const toSign = [algorithm, time, scope.join("/"), hex(await hash.sha256(canonical))].join("\n");
    const signature = hex(await hash.hmac(await signingKey(credentials.secretAccessKey, scope), toSign));
    const credential = [credentials.accessKeyId, ...scope].join("/");
    const signed = `SignedHeaders=${signedNames(headers)}`;
    return {
      ...added,
      authorization: `${algorithm} Credential=${credential}, ${signed}, Signature=${signature}`,
    };
  };
};

/** Resolves dot segments and repeated slashes, as every service but S3 wants the path that is signed. */
export const normalizePath = (path: string): string => {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment && segment !== ".") segments.push(segment);
  }
  return `/${segments.join("/")}${segments.length && path.endsWith("/") ? "/" : ""}`;
};

const algorithm = "AWS4-HMAC-SHA256";

/** The path is encoded once more than it is sent; a slash stays. */
const canonicalRequest = (
  { method, path, query }: SignableRequest,
  headers: Pairs,
  bodyHash: string,
): string =>
  [
    method,
    path.split("/").map(encode).join("/"),
    canonicalQuery(query),
    ...headers.map((header) => header.join(":")),
    "",
    signedNames(headers),
    bodyHash,
  ].join("\n");

/** Sorted by name, then by value. A space sorts before all that an encoded name can have; `=` would not. */
const canonicalQuery = (query: Pairs): string =>
  query
    .map((pair) => pair.map(encode).join(" "))
    .sort()
    .join("&")
    .replaceAll(" ", "=");

/** Sorted by name in lower case; the values of one name in their order, without needless white space. */
const canonicalHeaders = (headers: Pairs): Pairs =>
  [...Map.groupBy(headers, ([name]) => name.toLowerCase())]
    .map(([name, pairs]) => [name, pairs.map(([, value]) => trimmed(value)).join(",")] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));

const trimmed = (value: string): string => value.replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, "");

const signedNames = (headers: Pairs): string => headers.map(([name]) => name).join(";");

const deriveKey = async (hash: Hash, secret: string, scope: readonly string[]): Promise<Uint8Array> => {
  let key: Uint8Array = new TextEncoder().encode(`AWS4${secret}`);
  for (const part of scope) key = await hash.hmac(key, part);
  return key;
};

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
