import type { RawRequest } from "../../raw-http.ts";
import { type Credential, callerOf, type FindCredential, type IamCaller } from "../caller.ts";
import type { RoutedRequest } from "../passing.ts";
import { Refusal } from "../refusal.ts";
import { expectedSignature, sameSignature } from "./signature.ts";
import { parseSignature, type SignatureParts } from "./signature-parts.ts";
import { timeOf, timestampAt } from "./timestamp.ts";

/** How far a signature's date may be from now (D, Signature Version 4: five minutes). */
const maximumSkewMilliseconds = 5 * 60 * 1000;

export interface Signer {
  readonly caller: IamCaller;
  readonly credential: Credential;
}

/** Who signed a request that has to be signed. */
export function signerOf(
  request: RoutedRequest,
  region: string,
  now: number,
  findCredential: FindCredential,
): Signer {
  const signer = signerOfAny(request.raw, region, now, findCredential);
  if (signer !== undefined) return signer;
  throw new Refusal(
    "missing-authentication-token",
    `${request.method} ${request.resourcePath} needs AWS_IAM and the request has no signature: sign it`,
  );
}

/**
 * Who signed a request; undefined where it says nothing of a signature. The order of checks is the one that AWS's
 * signature front end is known to have: form, date, scope, key, session token, signature.
 */
export function signerOfAny(
  request: RawRequest,
  region: string,
  now: number,
  findCredential: FindCredential,
): Signer | undefined {
  const parsed = parseSignature(request);
  switch (parsed.kind) {
    case "absent":
      return undefined;
    case "incomplete":
      throw new Refusal("incomplete-signature", parsed.message, { wireMessage: parsed.message });
    case "invalid":
      refuse(parsed.message);
  }
  const { parts } = parsed;
  refuseWrongDate(parts, now);
  refuseWrongScope(parts, region);
  const credential = knownCredential(parts, now, findCredential);
  const expected = expectedSignature(request, parts, credential.secretAccessKey);
  if (!sameSignature(expected.signature, parts.signature)) {
    const { canonicalRequest, stringToSign } = expected;
    throw new Refusal(
      "invalid-signature",
      `the signature of access key ${parts.accessKeyId} does not match: compare the canonical request and the string to sign with the client's`,
      {
        wireMessage: mismatchMessage(canonicalRequest, stringToSign),
        details: { canonicalRequest, stringToSign },
      },
    );
  }
  return { caller: callerOf(parts.accessKeyId, credential), credential };
}

function knownCredential(parts: SignatureParts, now: number, findCredential: FindCredential): Credential {
  const credential = findCredential(parts.accessKeyId);
  if (credential === undefined) {
    throw new Refusal(
      "unrecognized-client",
      `no access key ${parts.accessKeyId} is known here: sign with one of the gateway's credentials (test / test, unless it is configured otherwise)`,
    );
  }
  if (credential.sessionToken !== parts.sessionToken) {
    throw new Refusal(
      "unrecognized-client",
      credential.sessionToken === undefined
        ? `access key ${parts.accessKeyId} is not temporary, and the request has a session token: send none`
        : `access key ${parts.accessKeyId} is temporary: send its session token in X-Amz-Security-Token`,
    );
  }
  if (credential.expires !== undefined && credential.expires <= now) {
    const ended = new Date(credential.expires).toISOString();
    throw new Refusal("expired-token", `the session ${credential.arn} ended at ${ended}`);
  }
  return credential;
}

/** As API Gateway prints it (quoted in mhart/aws4#33 and arnemolland/sigv4#17). */
function mismatchMessage(canonicalRequest: string, stringToSign: string): string {
  return `The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'${canonicalRequest}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
}

function refuseWrongDate({ timestamp, expires }: SignatureParts, now: number): void {
  const time = timeOf(timestamp);
  if (Number.isNaN(time)) {
    refuse(
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const age = expires === undefined ? maximumSkewMilliseconds : expires * 1000;
  if (time < now - age) {
    const minutes = age % 60_000 === 0 ? `${age / 60_000} min.` : `${age / 1000} sec.`;
    refuse(
      `Signature expired: ${timestamp} is now earlier than ${timestampAt(now - age)} (${timestampAt(now)} - ${minutes})`,
    );
  }
  if (time > now + maximumSkewMilliseconds) {
    refuse(
      `Signature not yet current: ${timestamp} is still later than ${timestampAt(now + maximumSkewMilliseconds)} (${timestampAt(now)} + 5 min.)`,
    );
  }
}

function refuseWrongScope(parts: SignatureParts, region: string): void {
  const day = parts.timestamp.slice(0, 8);
  if (!parts.signedHeaders.includes("host") || !isScope(parts, region, day)) refuseScope(parts, region, day);
}

function isScope({ region, service, terminator, date }: SignatureParts, own: string, day: string): boolean {
  return region === own && service === "execute-api" && terminator === "aws4_request" && date === day;
}

/** As API Gateway words it (ServiceNow's documentation of its AWS credentials, n8n#21337): each ends in a space. */
function refuseScope(parts: SignatureParts, region: string, day: string): never {
  const problems = [
    ...(parts.region === region ? [] : ["Credential should be scoped to a valid region. "]),
    ...(parts.service === "execute-api"
      ? []
      : ["Credential should be scoped to correct service: 'execute-api'. "]),
    ...(parts.terminator === "aws4_request"
      ? []
      : ["Credential should be scoped with a valid terminator: 'aws4_request'. "]),
    ...(parts.date === day
      ? []
      : [
          `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parts.date}' != '${day}', from '${parts.timestamp}'. `,
        ]),
  ];
  if (problems.length > 0) refuse(problems.join(""));
  refuse("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
}

function refuse(message: string): never {
  throw new Refusal("invalid-signature", message, { wireMessage: message });
}
