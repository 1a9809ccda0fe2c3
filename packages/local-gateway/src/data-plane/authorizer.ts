import { type Caller, type Credential, callerOf, type FindCredential } from "./caller.ts";
import { valuesOf } from "./headers.ts";
import type { AuthorizedRequest, RoutedRequest } from "./passing.ts";
import { Refusal } from "./refusal.ts";
import {
  expectedSignature,
  parseSignatureHeader,
  type SignatureHeader,
  sameSignature,
  timeOf,
  timestampAt,
} from "./signature.ts";

/** How far a signature's date may be from now (D, Signature Version 4: five minutes). */
const maximumSkewMilliseconds = 5 * 60 * 1000;

export function authorize({
  request,
  region,
  now,
  findCredential,
}: {
  readonly request: RoutedRequest;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly findCredential: FindCredential;
}): AuthorizedRequest {
  const type = request.methodSettings.authorizationType ?? "NONE";
  switch (type) {
    case "NONE":
      return { ...request, caller: { kind: "anonymous" } };
    case "AWS_IAM":
      return { ...request, caller: signer(request, region, now, findCredential) };
    default:
      throw new Refusal(
        "configuration-error",
        `${request.method} ${request.resourcePath} has authorization type ${type}; the local gateway knows NONE and AWS_IAM`,
      );
  }
}

/** The order of checks is the one that AWS's signature front end is known to have: form, date, scope, key, signature. */
function signer(request: RoutedRequest, region: string, now: number, findCredential: FindCredential): Caller {
  const parsed = parseSignatureHeader(request.raw);
  if (parsed.kind === "absent") {
    const presigned = /(?:^|&)X-Amz-Signature=/i.test(request.raw.rawQuery);
    throw new Refusal(
      "missing-authentication-token",
      presigned
        ? "the signature is in the query; the local gateway checks signatures in the Authorization header only"
        : `${request.method} ${request.resourcePath} needs AWS_IAM and the request has no Authorization header: sign it`,
    );
  }
  if (parsed.kind === "incomplete") {
    throw new Refusal("incomplete-signature", parsed.message, { wireMessage: parsed.message });
  }
  const { header } = parsed;
  refuseWrongDate(header, now);
  refuseWrongScope(header, region);
  const credential = findCredential(header.accessKeyId);
  if (credential === undefined) {
    throw new Refusal("unrecognized-client", `no access key ${header.accessKeyId} is known here`);
  }
  refuseWrongToken(request, credential, now);
  const expected = expectedSignature(request.raw, header, credential.secretAccessKey);
  if (!sameSignature(expected.signature, header.signature)) {
    const { canonicalRequest, stringToSign } = expected;
    throw new Refusal(
      "invalid-signature",
      `the signature of access key ${header.accessKeyId} does not match: compare the canonical request and the string to sign with the client's`,
      {
        wireMessage: mismatchMessage(canonicalRequest, stringToSign),
        details: { canonicalRequest, stringToSign },
      },
    );
  }
  return callerOf(header.accessKeyId, credential);
}

/** Temporary credentials come with a token and end. */
function refuseWrongToken(request: RoutedRequest, credential: Credential, now: number): void {
  const [token] = valuesOf(request.raw.headers, "x-amz-security-token");
  if (credential.sessionToken !== undefined && token !== credential.sessionToken) {
    throw new Refusal("unrecognized-client", `the session token is not the one of ${credential.arn}`);
  }
  if (credential.expires !== undefined && credential.expires <= now) {
    throw new Refusal(
      "expired-token",
      `the session ${credential.arn} ended at ${new Date(credential.expires).toISOString()}`,
    );
  }
}

/** As API Gateway prints it (quoted in mhart/aws4#33 and arnemolland/sigv4#17). */
function mismatchMessage(canonicalRequest: string, stringToSign: string): string {
  return `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonicalRequest}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
}

function refuseWrongDate(header: SignatureHeader, now: number): void {
  const time = timeOf(header.timestamp);
  if (Number.isNaN(time)) {
    refuse(
      `Date must be in ISO-8601 'basic format'. Got '${header.timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  if (time < now - maximumSkewMilliseconds) {
    refuse(
      `Signature expired: ${header.timestamp} is now earlier than ${timestampAt(now - maximumSkewMilliseconds)} (${timestampAt(now)} - 5 min.)`,
    );
  }
  if (time > now + maximumSkewMilliseconds) {
    refuse(
      `Signature not yet current: ${header.timestamp} is still later than ${timestampAt(now + maximumSkewMilliseconds)} (${timestampAt(now)} + 5 min.)`,
    );
  }
}

function refuseWrongScope(header: SignatureHeader, region: string): void {
  const day = header.timestamp.slice(0, 8);
  const problems = [
    ...(header.region === region
      ? []
      : [`Credential should be scoped to a valid region, not '${header.region}'. `]),
    ...(header.service === "execute-api"
      ? []
      : [`Credential should be scoped to correct service: 'execute-api'. `]),
    ...(header.terminator === "aws4_request"
      ? []
      : [
          `Credential should be scoped with a valid terminator: 'aws4_request', not '${header.terminator}'. `,
        ]),
    ...(header.date === day
      ? []
      : [
          `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${header.date}' != '${day}', from '${header.timestamp}'. `,
        ]),
  ];
  if (problems.length > 0) refuse(problems.join("").trimEnd());
  if (!header.signedHeaders.includes("host")) {
    refuse("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  }
}

function refuse(message: string): never {
  throw new Refusal("invalid-signature", message, { wireMessage: message });
}
