import { encode } from "./encode.ts";
import { clientError } from "./error.ts";
import type { InputPlace, RouteEntry } from "./routes.ts";

/** A request before it is signed. */
export interface ClientRequest {
  readonly method: string;
  readonly url: URL;
  /** The pairs of the URL's query, before they were encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Headers;
  readonly body: string | null;
}

/**
 * Puts each member of the input where its route wants it. `undefined` and `null` are left out; a list is a
 * repeated query parameter; a `{greedy+}` path parameter keeps its slashes.
 *
 * @throws ApiError `UnsendableInput` for a value that would not arrive as it was given.
 */
export const buildRequest = (
  key: string,
  { route, input: places = {}, accept }: RouteEntry,
  base: string,
  input: Readonly<Record<string, unknown>>,
): ClientRequest => {
  const [method = "", template = ""] = route.split(" ");
  const parts: Parts = {
    path: new Map(),
    query: [],
    headers: new Headers(accept ? { accept } : {}),
    cookies: [],
  };
  let body: string | null = null;
  for (const [member, where] of Object.entries(places)) {
    const value = Object.hasOwn(input, member) ? input[member] : undefined;
    const [place, name] = typeof where === "string" ? [where, member] : where;
    try {
      if (place !== "body") {
        for (const one of [value].flat()) if (one != null) put[place](parts, name, wellFormed(String(one)));
      } else if (value !== undefined) {
        body = JSON.stringify(value);
        parts.headers.set("content-type", "application/json");
      }
    } catch (cause) {
      throw clientError(key, "UnsendableInput", `${member} cannot be sent: ${cause}`, cause);
    }
  }
  const { query, headers, cookies } = parts;
  if (cookies.length) headers.set("cookie", cookies.join("; "));
  const path = template.replace(/\{([^}+]*)(\+?)\}/g, (_, name: string, greedy: string) => {
    const value = parts.path.get(name) ?? "";
    const segments = greedy ? value.split("/") : [value];
    // An empty path parameter and one of dots would reach another route; a URL knows no way to write them.
    if (!value || segments.some((segment) => /^\.\.?$/.test(segment))) {
      throw clientError(
        key,
        "UnsendableInput",
        `The path parameter ${name} cannot be ${JSON.stringify(value)}.`,
      );
    }
    return segments.map(encode).join("/");
  });
  const search = query.map((pair) => pair.map(encode).join("=")).join("&");
  const url = new URL(base.replace(/\/+$/, "") + path + (search && `?${search}`));
  return { method, url, query, headers, body };
};

interface Parts {
  readonly path: Map<string, string>;
  readonly query: [string, string][];
  readonly headers: Headers;
  readonly cookies: string[];
}

const put: Readonly<Record<Exclude<InputPlace, "body">, (to: Parts, name: string, value: string) => void>> = {
  path: ({ path }, name, value) => path.set(name, value),
  query: ({ query }, name, value) => query.push([name, value]),
  header: ({ headers }, name, value) => headers.append(name, value),
  cookie: ({ cookies }, name, value) => {
    // RFC 6265, section 4.1.1. There is no encoding that every server undoes.
    if (!/^[!#-+\--:<-[\]-~]*$/.test(value)) throw new TypeError("no cookie can have this value");
    cookies.push(`${name}=${value}`);
  },
};

const wellFormed = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError("half a surrogate pair");
  return text;
};
