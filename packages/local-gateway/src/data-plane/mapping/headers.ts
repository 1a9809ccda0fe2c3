import { fromPairs } from "../../own.ts";
import type { RawHeader } from "../../raw-http.ts";

export type Headers = readonly RawHeader[];

/** All values of a header, whatever its case, in the order they were sent. */
export function valuesOf(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [key, value] of headers) if (isName(key, wanted)) values.push(value);
  return values;
}

/** The first value of a header, whatever its case. */
export function firstValue(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, value] of headers) if (isName(key, wanted)) return value;
  return undefined;
}

/** The last value of a header, whatever its case: the one that API Gateway keeps. */
export function lastValue(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let index = headers.length - 1; index >= 0; index -= 1) {
    const header = headers[index];
    if (header !== undefined && isName(header[0], wanted)) return header[1];
  }
  return undefined;
}

/** Whether a header has a name, which is given in lower case. */
export function isName(key: string, lowerCased: string): boolean {
  // The length first: most names differ in it, and every request asks for many.
  return key.length === lowerCased.length && key.toLowerCase() === lowerCased;
}

/** The headers without the named ones, whatever their case. */
export function without(headers: Headers, names: NameSet): Headers {
  const kept: RawHeader[] = [];
  for (const header of headers) if (!names.has(header[0])) kept.push(header);
  return kept;
}

/** Names of headers, in whatever case they are asked for. */
export interface NameSet {
  has(name: string): boolean;
}

/** Most names are told apart by their length, without making another text of them. */
export function nameSet(...names: readonly string[]): NameSet {
  const lowerCased = new Set(names.map((name) => name.toLowerCase()));
  const lengths = new Set(names.map((name) => name.length));
  return { has: (name) => lengths.has(name.length) && lowerCased.has(name.toLowerCase()) };
}

/** The headers with one replaced, or added at the end. */
export function withHeader(headers: Headers, name: string, value: string): Headers {
  return withHeaders(headers, [[name, value]]);
}

/** The headers with several replaced, or added at the end. */
export function withHeaders(headers: Headers, others: Headers): Headers {
  const kept: RawHeader[] = [];
  for (const header of headers) if (!isAmong(others, header[0])) kept.push(header);
  for (const other of others) kept.push(other);
  return kept;
}

function isAmong(headers: Headers, name: string): boolean {
  for (const [other] of headers) {
    if (other.length === name.length && other.toLowerCase() === name.toLowerCase()) return true;
  }
  return false;
}

/** One value a name, the last; names keep their case, and names that differ in case stay apart. */
export function singleValues(headers: Headers): Record<string, string> {
  return fromPairs(headers);
}

/** All values a name; names keep their case. */
export function multiValues(headers: Headers): Record<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [value]);
    else values.push(value);
  }
  return fromPairs(byName);
}

/** The media type alone, lower case, of the first type in a Content-Type or Accept value. */
export function mediaType(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const end = value.search(/[,;]/);
  const type = (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
  return type === "" ? undefined : type;
}
