import type { RequestRecord } from "../data-plane/index.ts";
import { pairsIn, secretsOf } from "../data-plane/secrets.ts";
import type { RawHeader } from "../raw-http.ts";

/** Hides what a request's record must not show. */
export interface Mask {
  /** Hides the request's secrets wherever they stand in a text. */
  text(text: string): string;
  headers(headers: readonly RawHeader[]): Record<string, string | readonly string[]>;
  query(query: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]>;
  /** Of the text of a form, such as `name=a&password=b`. */
  form(text: string): string;
  /** Of a JSON value: the secrets of the request, and the members that are secret by their names. */
  json(value: unknown): unknown;
}

const hidden = "***";

export function maskOf(record: RequestRecord): Mask {
  const secrets = secretsOf(record);
  const { isSecret } = secrets;
  const text = (whole: string) => secrets.hidden(whole, () => hidden);
  const named = (name: string, value: string) => (isSecret(name) ? hidden : text(value));
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
    form: (whole) =>
      pairsIn(whole)
        .map(([name, value]) => `${name}=${named(name, value)}`)
        .join("&"),
    headers: (headers) =>
      Object.fromEntries(
        [...new Set(headers.map(([name]) => name))].map((name) => {
          const values = headers.filter(([other]) => other === name).map(([, value]) => value);
          const masked = values.map((value) => named(name, value));
          return [name, masked.length === 1 ? (masked[0] ?? "") : masked];
        }),
      ),
    query: (query) =>
      Object.fromEntries(
        [...query].map(([name, values]) => [name, values.map((value) => named(name, value))]),
      ),
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === "" || typeof value === "boolean";
}
