import { createHash } from "node:crypto";
import type { RawRequest } from "../../raw-http.ts";
import { firstValue } from "../mapping/headers.ts";
import { timeOf, timestampAt } from "./timestamp.ts";

/** What a Signature Version 4 says of itself, in the Authorization header or in the query of a presigned URL. */
export interface SignatureParts {
  readonly place: "header" | "query";
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20150830T123600Z`, from `X-Amz-Date` or else `Date`. */
  readonly timestamp: string;
  /** Seconds; of presigned URLs only. */
  readonly expires?: number;
  readonly sessionToken?: string;
}

export type ParsedSignature =
  | { readonly kind: "signature"; readonly parts: SignatureParts }
  | { readonly kind: "absent" }
  | { readonly kind: "incomplete" | "invalid"; readonly message: string };

/**
 * Finds the signature of a request. The messages are those of AWS's signature front end, as its public clones and its
 * callers quote them.
 */
export function parseSignature(request: RawRequest): ParsedSignature {
  const authorization = firstValue(request.headers, "authorization")?.trim();
  const query = firstValues(request.rawQuery);
  if (!query.has("X-Amz-Algorithm") && !query.has("X-Amz-Signature")) {
    return authorization === undefined ? { kind: "absent" } : fromHeader(authorization, request);
  }
  if (authorization?.startsWith("AWS4-") === true) {
    return {
      kind: "invalid",
      message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    };
  }
  return fromQuery(query);
}

/**
 * What the header says; a form that is none of Signature Version 4's is told in AWS's words, which many a client has
 * met that sent a token to a method that wants a signature, or to no method at all: chalice#828,
 * serverless-basic-authentication#3.
 */
function fromHeader(authorization: string, request: RawRequest): ParsedSignature {
  if (authorization === "") return { kind: "incomplete", message: "Authorization header cannot be empty" };
  const [, algorithm = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(authorization) ?? [];
  if (algorithm.includes("=")) {
    const message =
      "Authorization header must begin with the algorithm name, which cannot include an equal-sign";
    return { kind: "incomplete", message };
  }
  const members = membersOf(rest);
  if (members === undefined) {
    const message = `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashOf(authorization)}'.`;
    return { kind: "incomplete", message };
  }
  const { Credential = "", SignedHeaders = "", Signature = "" } = members;
  const timestamp = timestampOf(request);
  if (Credential === "" || SignedHeaders === "" || Signature === "" || timestamp === undefined) {
    return incomplete({ Credential, Signature, SignedHeaders }, timestamp, authorization);
  }
  if (algorithm !== "AWS4-HMAC-SHA256") {
    return { kind: "incomplete", message: `Unsupported AWS 'algorithm': '${algorithm}'` };
  }
  const sessionToken = firstValue(request.headers, "x-amz-security-token");
  return withScope(Credential, {
    place: "header",
    signedHeaders: SignedHeaders.split(";"),
    signature: Signature,
    timestamp,
    ...(sessionToken !== undefined && { sessionToken }),
  });
}

/** Those of `Credential=…, SignedHeaders=…, Signature=…`; undefined where there is something else between. */
function membersOf(text: string): Partial<Readonly<Record<string, string>>> | undefined {
  const members: Record<string, string> = {};
  if (text === "") return members;
  for (const part of text.split(",")) {
    const equals = part.indexOf("=");
    if (equals < 0) return undefined;
    members[part.slice(0, equals).trimStart()] = part.slice(equals + 1).trimEnd();
  }
  return members;
}

function incomplete(
  members: Readonly<Record<string, string>>,
  timestamp: string | undefined,
  authorization: string,
): ParsedSignature {
  const missing = Object.entries(members)
    .filter(([, value]) => value === "")
    .map(([name]) => `Authorization header requires '${name}' parameter.`);
  if (timestamp === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  missing.push(`(Hashed with SHA-256 and encoded with Base64) Authorization=${hashOf(authorization)}`);
  return { kind: "incomplete", message: missing.join(" ") };
}

/** M: of the whole value of the header, which is never printed itself. */
function hashOf(authorization: string): string {
  return createHash("sha256").update(authorization).digest("base64");
}

const queryParameters = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-SignedHeaders",
  "X-Amz-Date",
];

/** Seconds: seven days, the longest that a presigned URL may hold (D, Signature Version 4 query parameters). */
const maximumExpires = 604_800;

function fromQuery(query: ReadonlyMap<string, string>): ParsedSignature {
  const missing = queryParameters.filter((name) => (query.get(name) ?? "") === "");
  if (missing.length > 0) {
    const sentences = missing.map((name) => `AWS query-string parameters must include '${name}'.`);
    return {
      kind: "incomplete",
      message: `${sentences.join(" ")} Re-examine the query-string parameters.`,
    };
  }
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") {
    return { kind: "incomplete", message: "X-Amz-Algorithm only supports 'AWS4-HMAC-SHA256'." };
  }
  const expires = query.get("X-Amz-Expires") ?? "300";
  if (!/^\d+$/.test(expires) || Number(expires) > maximumExpires) {
    const message = `X-Amz-Expires must be a whole number of seconds, at most ${maximumExpires} (one week).`;
    return { kind: "incomplete", message };
  }
  const sessionToken = query.get("X-Amz-Security-Token");
  return withScope(query.get("X-Amz-Credential") ?? "", {
    place: "query",
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    timestamp: query.get("X-Amz-Date") ?? "",
    expires: Number(expires),
    ...(sessionToken !== undefined && { sessionToken }),
  });
}

function withScope(
  credential: string,
  rest: Omit<SignatureParts, "accessKeyId" | "date" | "region" | "service" | "terminator">,
): ParsedSignature {
  const scope = credential.split("/");
  if (scope.length !== 5) {
    const message = `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`;
    return { kind: "incomplete", message };
  }
  const [accessKeyId = "", date = "", region = "", service = "", terminator = ""] = scope;
  return { kind: "signature", parts: { accessKeyId, date, region, service, terminator, ...rest } };
}

function timestampOf(request: RawRequest): string | undefined {
  const amzDate = firstValue(request.headers, "x-amz-date");
  if (amzDate !== undefined) return amzDate;
  const date = firstValue(request.headers, "date");
  if (date === undefined) return undefined;
  if (!Number.isNaN(timeOf(date))) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : timestampAt(time);
}

const noValues: ReadonlyMap<string, string> = new Map();

function firstValues(rawQuery: string): ReadonlyMap<string, string> {
  if (!rawQuery.includes("X-Amz-")) return noValues;
  const all = [...new URLSearchParams(rawQuery)].reverse();
  return new Map(all);
}
