import { member, textOf } from "./adapter.ts";
import { findCookie } from "./cookie.ts";
import { type Headed, headerValues } from "./header.ts";
import type { Issue, Outcome } from "./schema.ts";
import * as uses from "./uses.ts";

/**
 * How a kind of source is read. A source carries its own reader, so that a function bundles only what its routes
 * use. Those of the body are in `wire-body.ts`.
 */
export interface Wire {
  /** Reads the value from a proxy event, version 1.0; `undefined` where there is none. */
  read(event: ProxyEvent | null | undefined, name: string): unknown;
  /** Reads it from what a mapping template made, where it is not simply the member `key`. */
  mapped?(event: unknown, key: string, name: string): unknown;
  /** In place of a schema, where there is none and the value may not be missing. */
  validate?(value: unknown): Outcome;
  /** What the value may be as well, asked when the schema has refused it; `undefined` for nothing else. */
  reread?(value: unknown, event: unknown, issues: readonly Issue[]): unknown;
}

/** What is read of a proxy event. Whether it is what API Gateway would send, nobody has checked. */
export interface ProxyEvent extends Headed {
  readonly pathParameters?: unknown;
  readonly queryStringParameters?: unknown;
  readonly multiValueQueryStringParameters?: unknown;
  readonly stageVariables?: unknown;
  readonly requestContext?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/** One value is a text, several are a list. */
const single = (values: unknown): unknown =>
  Array.isArray(values) && values.length < 2 ? values[0] : (values ?? undefined);

/**
 * A single text may be the only member of a list, and of several texts a schema may want just one: then it gets
 * the last, as API Gateway's own single-value maps have it. Which of the two a schema wants, it is asked.
 */
const other = (value: unknown): unknown =>
  typeof value === "string" ? [value] : (value as readonly unknown[] | undefined)?.at?.(-1);

// API Gateway leaves the parameters of the path as they are in the URL (recorded), so they are decoded here.
export const path: Wire = {
  read(event, name) {
    const value = member(event?.pathParameters, name);
    try {
      return value && decodeURIComponent(value as string);
    } catch {
      // A stray % is no encoding: the value is what the caller wrote.
      return value;
    }
  },
};

export const query: Wire = uses.lists
  ? {
      read: (event, name) =>
        single(
          member(event?.multiValueQueryStringParameters, name) ?? member(event?.queryStringParameters, name),
        ),
      reread: other,
    }
  : { read: (event, name) => member(event?.queryStringParameters, name) };

export const header: Wire = uses.lists
  ? {
      read: (event, name) => single(headerValues(event, name)),
      // Events that were of version 2.0, which alone has a `rawPath`, have repeated headers put together with commas.
      reread: (value, event) =>
        typeof value === "string" && member(event, "rawPath") !== undefined
          ? value.split(/\s*,\s*/)
          : other(value),
    }
  : { read: (event, name) => headerValues(event, name).at(-1) };

export const cookie: Wire = {
  read: (event, name) => findCookie(headerValues(event, "cookie").join("; "), name),
  // All cookies come as the one header that they were sent in.
  mapped: (event, key, name) => {
    const cookies = member(event, "@cookie");
    return findCookie(typeof cookies === "string" ? cookies : "", name || key);
  },
};

export const context: Wire = {
  read: (event, name) => name.split(".").reduce<unknown>(member, event?.requestContext) ?? undefined,
  mapped: textOrNone,
};

export const stageVariable: Wire = {
  read: (event, name) => textOf(member(event?.stageVariables, name)),
  mapped: textOrNone,
};

/** A template prints a missing `$context` value or stage variable as an empty text. */
function textOrNone(event: unknown, key: string): unknown {
  return member(event, key) || undefined;
}

export const required = (value: unknown): Outcome =>
  value === undefined ? { issues: [{ message: "Missing" }] } : { value };
