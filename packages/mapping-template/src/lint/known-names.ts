/**
 * What `$input`, `$util`, `$context` and `$foreach` have. D: "Variables for data transformations for API Gateway"
 * (api-gateway-mapping-template-reference), of 2025; "API Gateway might add additional context variables".
 */

/** `text` and `number` are what a value looks like when it is printed; `open` has members of any name. */
export type Shape = "text" | "number" | "client" | "authorizer" | Members | { readonly open: Shape };
type Members = { readonly members: Readonly<Record<string, Shape>>; readonly others?: Shape };

const text: Shape = "text";
const number: Shape = "number";

/** `client`: text that the caller sends. `authorizer`: text that an authorizer made, maybe of what the caller sent. */
export const contextShape: Members = {
  members: {
    accountId: text,
    apiId: text,
    authorizer: {
      members: { claims: { open: "authorizer" }, principalId: text },
      others: "authorizer",
    },
    awsEndpointRequestId: text,
    deploymentId: text,
    domainName: text,
    domainPrefix: text,
    error: { members: { messageString: text, validationErrorString: text } },
    extendedRequestId: text,
    httpMethod: text,
    identity: {
      members: {
        // Not in the table of variables; it is in AWS's own templates and in the proxy event.
        accessKey: text,
        accountId: text,
        apiKey: text,
        apiKeyId: text,
        caller: text,
        clientCert: {
          members: {
            clientCertPem: text,
            issuerDN: text,
            serialNumber: text,
            subjectDN: text,
            validity: { members: { notAfter: text, notBefore: text } },
          },
        },
        cognitoAuthenticationProvider: text,
        cognitoAuthenticationType: text,
        cognitoIdentityId: text,
        cognitoIdentityPoolId: text,
        principalOrgId: text,
        sourceIp: text,
        user: text,
        userAgent: "client",
        userArn: text,
        vpcId: text,
        vpceId: text,
      },
    },
    isCanaryRequest: number,
    path: text,
    protocol: text,
    requestId: text,
    requestOverride: {
      members: { header: { open: text }, path: { open: text }, querystring: { open: text } },
    },
    requestTime: text,
    requestTimeEpoch: number,
    resourceId: text,
    resourcePath: text,
    responseOverride: { members: { header: { open: text }, status: number } },
    stage: text,
    wafResponseCode: text,
    webaclArn: text,
    xrayTraceId: text,
  },
};

/** D: "Variables for access logging for API Gateway", and of the variables above those for gateway responses alone. */
export const elsewhere: ReadonlyMap<string, string> = new Map([
  ["authorizer.integrationLatency", "access logs"],
  ["error.message", "gateway responses and access logs"],
  ["error.responseType", "gateway responses and access logs"],
  ["integrationErrorMessage", "access logs"],
  ["integrationLatency", "access logs"],
  ["integrationStatus", "access logs"],
  ["responseLatency", "access logs"],
  ["responseLength", "access logs"],
  ["status", "access logs"],
]);

export const inputMethods: readonly string[] = ["json", "params", "path"];
export const utilMethods: readonly string[] = [
  "base64Decode",
  "base64Encode",
  "escapeJavaScript",
  "parseJson",
  "urlDecode",
  "urlEncode",
];
export const parameterGroups: readonly string[] = ["header", "path", "querystring"];
export const foreachMembers: readonly string[] = [
  "count",
  "first",
  "getCount",
  "getIndex",
  "getParent",
  "getTopmost",
  "hasNext",
  "index",
  "isFirst",
  "isLast",
  "last",
  "parent",
  "stop",
  "topmost",
];

/** The members of a shape, to suggest one of them. */
export function memberNames(shape: Shape): readonly string[] {
  return typeof shape === "object" && "members" in shape ? Object.keys(shape.members) : [];
}

/** The shape of a member; `undefined` if there is none. */
export function memberOf(shape: Shape, name: string): Shape | undefined {
  if (typeof shape !== "object") return undefined;
  if ("open" in shape) return shape.open;
  return Object.hasOwn(shape.members, name) ? shape.members[name] : shape.others;
}

/** The known name that was probably meant: the same but for case, or at most two letters off. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const lower = name.toLowerCase();
  let best: string | undefined;
  let least = Math.min(2, Math.floor(name.length / 3)) + 1;
  if (name.length > 40) return undefined;
  for (const each of known) {
    const away = each.toLowerCase() === lower ? 0 : distance(lower, each.toLowerCase());
    if (away < least) [best, least] = [each, away];
  }
  return best;
}

/** How many letters must be changed, added, left out or swapped with their neighbour. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
