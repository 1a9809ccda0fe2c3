import { identitySources } from "../data-plane/authorizer/identity-source.ts";

import type { RequestRecord } from "../data-plane/index.ts";
import { boxOf } from "../data-plane/request-record.ts";
import type { RawHeader } from "../raw-http.ts";

/** Hides what a request's record must not show. */
export interface Mask {
  /** Hides the request's secrets wherever they stand in a text: in events, canonical requests, echoes. */
  text(text: string): string;
  headers(headers: readonly RawHeader[]): Record<string, string | readonly string[]>;
  query(query: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]>;
  /** Of a JSON value: the secrets of the request, and the members that are secret by their names. */
  json(value: unknown): unknown;
}

const hidden = "***";

/** Shorter ones are hidden by name alone: they would be found in every other word. */
const shortestSecret = 6;

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
  "xamzsecuritytoken",
  "xamzsignature",
  "xapikey",
]);

/** What is secret in a request: known by its names, and by what the method's authorizer is told by. */
export function maskOf(record: RequestRecord): Mask {
  const sources = sourcesOf(record);
  const isSecret = (name: string) =>
    secretNames.has(name.toLowerCase().replaceAll(/[-_]/g, "")) || sources.has(name.toLowerCase());
  const secrets = formsOf(valuesIn(record, isSecret));
  const text = (whole: string) =>
    secrets.reduce((masked, secret) => masked.replaceAll(secret, hidden), whole);
  const json = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        text(name),
        isSecret(name) && !isEmpty(member) ? hidden : json(member),
      ]),
    );
  };
  return {
    text,
    json,
    headers: (headers) =>
      Object.fromEntries(
        [...new Set(headers.map(([name]) => name))].map((name) => {
          const values = headers.filter(([other]) => other === name).map(([, value]) => value);
          const masked = values.map((value) => (isSecret(name) ? hidden : text(value)));
          return [name, masked.length === 1 ? (masked[0] ?? "") : masked];
        }),
      ),
    query: (query) =>
      Object.fromEntries(
        [...query].map(([name, values]) => [
          name,
          values.map((value) => (isSecret(name) ? hidden : text(value))),
        ]),
      ),
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || typeof value === "boolean";
}

/** The names of headers and query parameters that the method's authorizer takes for the caller's identity. */
function sourcesOf({ boxes }: RequestRecord): ReadonlySet<string> {
  const asked = boxOf(boxes, "authorizer")?.input;
  const { authorizerId } = asked?.request.methodSettings ?? {};
  const authorizer = asked?.stage.snapshot.authorizers.find(({ id }) => id === authorizerId);
  return new Set(
    identitySources(authorizer?.identitySource).flatMap((source) => {
      const [, name] = /^method\.request\.(?:header|querystring)\.(.+)$/.exec(source) ?? [];
      return name === undefined ? [] : [name.toLowerCase()];
    }),
  );
}

function valuesIn({ request, response }: RequestRecord, isSecret: (name: string) => boolean): string[] {
  const all = [...request.headers, ...response.headers, ...pairsOf(request.rawQuery)];
  return all.flatMap(([name, value]) => {
    if (!isSecret(name)) return [];
    const cookies = /cookie$/i.test(name)
      ? value.split(/;\s*/).map((pair) => pair.replace(/^[^=]*=/, ""))
      : [];
    return [value, value.replace(/^\w+\s+/, ""), ...cookies];
  });
}

function pairsOf(rawQuery: string): RawHeader[] {
  return [...new URLSearchParams(rawQuery.replaceAll(";", "&"))];
}

/** As texts have them: as they are, inside JSON, and inside a URL; the longest first. */
function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
