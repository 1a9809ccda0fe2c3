import { identitySources } from "./authorizer/identity-source.ts";
import { boxOf, outputOf, type RequestRecord } from "./request-record.ts";

/** What is secret in a request and in its answer. */
export interface Secrets {
  /** Whether a header, a parameter or a member is secret by its name. */
  isSecret(name: string): boolean;
  /** Hides the secrets of this request wherever they stand in a text: in events, canonical requests, echoes. */
  hidden(text: string, hide: (secret: string) => string): string;
}

/** Shorter ones are hidden by name alone: they would be found in every other word. */
const shortestSecret = 6;

/** Characters of a body in which secrets are looked for. */
const maximumBody = 64 * 1024;

/** Compared in lower case, without what separates words. */
const secretNames: ReadonlySet<string> = new Set([
  "accesstoken",
  "apikey",
  "authorization",
  "authorizationtoken",
  "clientsecret",
  "cookie",
  "idtoken",
  "password",
  "proxyauthorization",
  "refreshtoken",
  "secret",
  "secretaccesskey",
  "sessiontoken",
  "setcookie",
  "token",
  "usageidentifierkey",
  "xamzsecuritytoken",
  "xamzsignature",
  "xapikey",
]);

/** What is secret in a request: known by its names, and by what the method's authorizer is told by. */
export function secretsOf(record: Pick<RequestRecord, "request" | "response" | "boxes">): Secrets {
  const sources = sourcesOf(record);
  const isSecret = (name: string) => isSecretName(name) || sources.has(name.toLowerCase());
  let forms: readonly string[] | undefined;
  return {
    isSecret,
    hidden: (text, hide) => {
      forms ??= formsOf(valuesIn(record, isSecret));
      return forms.reduce((masked, secret) => masked.replaceAll(secret, () => hide(secret)), text);
    },
  };
}

/** Whether a part of the path is secret: what only few requests have, and each has to be looked at for. */
export function hasSecretPath({ boxes }: Pick<RequestRecord, "boxes">): boolean {
  const parameters = outputOf(boxes, "route")?.pathParameters;
  if (parameters === undefined) return false;
  for (const name in parameters) if (isSecretName(name)) return true;
  return false;
}

function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase().replaceAll(/[-_]/g, ""));
}

/** The pairs of a query or of a form, decoded; the values as they were sent, too. */
export function pairsIn(text: string): (readonly [name: string, value: string, sent: string])[] {
  return text.split(/[&;]/).flatMap((pair) => {
    const [decoded] = new URLSearchParams(pair);
    return decoded === undefined ? [] : [[...decoded, pair.replace(/^[^=]*=?/, "")] as const];
  });
}

export function isForm(headers: RequestRecord["request"]["headers"]): boolean {
  return headers.some(
    ([name, value]) => /^content-type$/i.test(name) && /^application\/x-www-form-urlencoded/i.test(value),
  );
}

/** The names of headers and query parameters that the method's authorizer takes for the caller's identity. */
function sourcesOf({ boxes }: Pick<RequestRecord, "boxes">): ReadonlySet<string> {
  const asked = boxOf(boxes, "authorizer")?.input;
  const { authorizerId } = asked?.request.methodSettings ?? {};
  const authorizer = asked?.stage.snapshot.authorizers?.find(({ id }) => id === authorizerId);
  return new Set(
    identitySources(authorizer?.identitySource).flatMap((source) => {
      const [, name] = /^method\.request\.(?:header|querystring)\.(.+)$/.exec(source) ?? [];
      return name === undefined ? [] : [name.toLowerCase()];
    }),
  );
}

type IsSecret = Secrets["isSecret"];

function valuesIn(
  { request, response, boxes }: Pick<RequestRecord, "request" | "response" | "boxes">,
  isSecret: IsSecret,
): string[] {
  const pathParameters = Object.entries(outputOf(boxes, "route")?.pathParameters ?? {});
  const headers = [...request.headers, ...response.headers];
  return [
    ...headers.flatMap(([name, value]) => (isSecret(name) ? partsOf(name, value) : [])),
    ...pathParameters.flatMap(([name, value]) => (isSecret(name) ? [value, decoded(value)] : [])),
    ...valuesInPairs(request.rawQuery, isSecret),
    ...valuesInBody(request, isSecret),
    ...valuesInBody(response, isSecret),
  ];
}

/** A credential with and without its scheme; of cookies their values, and not the attributes of one that is set. */
function partsOf(name: string, value: string): string[] {
  const pairs = /^cookie$/i.test(name) ? value.split(/;\s*/) : [value.replace(/;.*$/, "")];
  const cookies = /cookie$/i.test(name) ? pairs.map((pair) => pair.replace(/^[^=]*=/, "")) : [];
  return [value, value.replace(/^\w+\s+/, ""), ...cookies];
}

/** A path parameter is kept as it was sent, which need not be what it should be. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function valuesInPairs(text: string, isSecret: IsSecret): string[] {
  return pairsIn(text).flatMap(([name, ...values]) => (isSecret(name) ? values : []));
}

function valuesInBody(
  { headers, body }: Pick<RequestRecord["request"], "headers" | "body">,
  isSecret: IsSecret,
): string[] {
  if (body.byteLength === 0 || body.byteLength > maximumBody) return [];
  const text = new TextDecoder().decode(body);
  if (isForm(headers)) return valuesInPairs(text, isSecret);
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return valuesInJson(JSON.parse(text), isSecret);
  } catch {
    // Text that only begins like JSON, or JSON that is too deep for anybody to read.
    return [];
  }
}

function valuesInJson(value: unknown, isSecret: IsSecret): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === "string" ? (isSecret(name) ? [member] : []) : valuesInJson(member, isSecret),
  );
}

/**
 * As texts have them: as they are, inside JSON, inside JSON that is text of JSON, and inside a URL; the longest first.
 */
function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [
      secret,
      inJson(secret),
      inJson(inJson(secret)),
      encodeURIComponent(secret.toWellFormed()),
      new URLSearchParams([["", secret]]).toString().slice(1),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
