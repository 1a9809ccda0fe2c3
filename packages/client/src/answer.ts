import { answeredError, clientError } from "./error.ts";
import type { BodyKind, HeaderKind, RouteEntry } from "./routes.ts";

/**
 * What a call returns for an answer: the body alone where the route declares one answer without headers, else
 * `{ status, body, headers }`. `received` is bytes where the route declares bytes, pieces where it declares a stream,
 * else text.
 *
 * @throws ApiError for an answer that the route does not declare, and for JSON that is none.
 */
export const readAnswer = (
  route: string,
  entry: RouteEntry,
  response: Response,
  received: unknown,
): unknown => {
  const { status, ok } = response;
  const declared = entry.output[status];
  if (!declared) {
    throw ok
      ? clientError(route, "UnexpectedAnswer", "The route declares no such status.", undefined, status)
      : answeredError(route, entry.errors, response, String(received));
  }
  const kind = bodyKind(entry, status);
  const body =
    kind === "json" ? parse(route, status, String(received)) : kind === "none" ? undefined : received;
  const short = typeof declared === "string";
  if (short && Object.keys(entry.output).length === 1) return body;
  return { status, body, headers: short ? {} : readHeaders(response.headers, declared.headers) };
};

/** What the body of an answer with this status is declared to be. */
export const bodyKind = ({ output }: RouteEntry, status: number): BodyKind | undefined => {
  const declared = output[status];
  return typeof declared === "object" ? declared.body : declared;
};

const parse = (route: string, status: number, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw clientError(route, "UnexpectedAnswer", "The body is not JSON.", cause, status);
  }
};

/** The declared headers that came. A browser hides those that CORS does not expose. */
const readHeaders = (from: Headers, kinds: Readonly<Record<string, HeaderKind>>): Record<string, unknown> => {
  const headers: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const text = from.get(name);
    if (text !== null) headers[name] = name === "set-cookie" ? from.getSetCookie() : readers[kind](text);
  }
  return headers;
};

const readers: Readonly<Record<HeaderKind, (text: string) => unknown>> = {
  string: (text) => text,
  number: Number,
  boolean: (text) => text === "true",
  list: (text) => text.split(/ *, */),
};
