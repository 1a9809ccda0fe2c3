import { createHash } from "node:crypto";
import { valuesOf } from "../headers.ts";
import type { RawRequest } from "../raw-http.ts";
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

/** Finds the signature of a request. The messages are those of AWS's signature front end, as its public clones quote them. */
export function parseSignature(request: RawRequest): ParsedSignature {
  const [authorization] = valuesOf(request.headers, "authorization");
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

function fromHeader(authorization: string, request: RawRequest): ParsedSignature {
  const [, algorithm, rest = ""] = /^(\S+)\s*(.*)$/s.exec(authorization.trim()) ?? [];
  const parts = rest.split(",").map((part) => part.trim());
  // D (support answers quote it): the value itself is never printed, only its hash
  if (algorithm !== "AWS4-HMAC-SHA256" || parts.some((part) => !part.includes("="))) {
    const hash = createHash("sha256").update(authorization).digest("base64");
    const message = `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`;
    return { kind: "incomplete", message };
  }
  const members = new Map(
    parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const),
  );
  const timestamp = timestampOf(request);
  const missing = [
    ...["Credential", "Signature", "SignedHeaders"]
      .filter((name) => (members.get(name) ?? "") === "")
      .map((name) => `Authorization header requires '${name}' parameter.`),
    ...(timestamp === undefined
      ? ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]
      : []),
  ];
  if (missing.length > 0) return { kind: "incomplete", message: missing.join(" ") };
  const [sessionToken] = valuesOf(request.headers, "x-amz-security-token");
  return withScope(members.get("Credential") ?? "", {
    place: "header",
    signedHeaders: (members.get("SignedHeaders") ?? "").split(";"),
    signature: members.get("Signature") ?? "",
    timestamp: timestamp ?? "",
    ...(sessionToken !== undefined && { sessionToken }),
  });
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
  if (scope.length < 5) {
    return { kind: "incomplete", message: "Credential must have at least 5 slash-delimited elements." };
  }
  const [terminator = "", service = "", region = "", date = ""] = scope.slice(-4).reverse();
  const accessKeyId = scope.slice(0, -4).join("/");
  return { kind: "signature", parts: { accessKeyId, date, region, service, terminator, ...rest } };
}

function timestampOf(request: RawRequest): string | undefined {
  const [amzDate] = valuesOf(request.headers, "x-amz-date");
  if (amzDate !== undefined) return amzDate;
  const [date] = valuesOf(request.headers, "date");
  if (date === undefined) return undefined;
  if (!Number.isNaN(timeOf(date))) return date;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : timestampAt(time);
}

function firstValues(rawQuery: string): ReadonlyMap<string, string> {
  if (!rawQuery.includes("X-Amz-")) return new Map();
  const all = [...new URLSearchParams(rawQuery)].reverse();
  return new Map(all);
}
