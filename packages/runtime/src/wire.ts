import { member, textOf } from "./adapter.ts";
import { findCookie } from "./cookie.ts";
import { headerValues } from "./header.ts";
import type { Issue } from "./schema.ts";

/**
 * How a kind of source is read. A source carries its own reader, so that a function bundles only what its routes
 * use. Those of the body are in `wire-body.ts`.
 */
export interface Wire {
  /** Reads the value from a proxy event, version 1.0; `undefined` where there is none. */
  read(event: unknown, name: string): unknown;
  /** What the value may be as well, asked when the schema has refused it; `undefined` for nothing else. */
  reread?(value: unknown, event: unknown, issues: readonly Issue[]): unknown;
}

// API Gateway leaves the parameters of the path as they are in the URL (recorded), so they are decoded here.
export const path: Wire = {
  read(event, name) {
    const value = textOf(member(member(event, "pathParameters"), name));
    try {
      return value && decodeURIComponent(value);
    } catch {
      // A stray % is no encoding: the value is what the caller wrote.
      return value;
    }
  },
};

export const query: Wire = {
  read: (event, name) =>
    single(
      member(member(event, "multiValueQueryStringParameters"), name) ??
        member(member(event, "queryStringParameters"), name),
    ),
  reread: other,
};

export const header: Wire = {
  read: (event, name) => single(headerValues(event, name)),
  // Version 2.0 puts repeated headers together with commas.
  reread: (value, event) =>
    typeof value === "string" && member(event, "version") === "2.0" ? value.split(/\s*,\s*/) : other(value),
};

export const cookie: Wire = {
  read: (event, name) => findCookie(headerValues(event, "cookie").join("; "), name),
};

export const context: Wire = {
  read: (event, name) =>
    name.split(".").reduce<unknown>(member, member(event, "requestContext")) ?? undefined,
};

export const stageVariable: Wire = {
  read: (event, name) => textOf(member(member(event, "stageVariables"), name)),
};

/** One value is a text, several are a list. */
const single = (values: unknown): unknown =>
  Array.isArray(values) && values.length < 2 ? values[0] : (values ?? undefined);

/**
 * A single text may be the only member of a list, and of several texts a schema may want just one: then it gets
 * the last, as API Gateway's own single-value maps have it. Which of the two a schema wants, it is asked.
 */
function other(value: unknown): unknown {
  return typeof value === "string" ? [value] : Array.isArray(value) ? value.at(-1) : undefined;
}
