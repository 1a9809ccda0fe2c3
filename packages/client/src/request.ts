import { json } from "./body.ts";
import { encode } from "./encode.ts";
import { clientError } from "./error.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import type { InputPlace, RouteEntry } from "./routes.ts";

/** A request before it is signed. */
export interface ClientRequest {
  readonly method: string;
  readonly url: URL;
  /** The pairs of the URL's query, before they were encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Headers;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

/**
 * Adds to a request what API Gateway wants of its route's callers. What it returns is asked of the answer whether the
 * request should be signed and sent once more, because it was refused for a reason that is known now.
 */
export type SignRequest = (
  route: string,
  request: ClientRequest,
  options: ClientOptions,
) => Promise<((answer: Response) => boolean) | undefined>;

/**
 * Puts each member of the input where its route wants it. `undefined` and `null` are left out; a list is a
 * repeated query parameter; a `{greedy+}` path parameter keeps its slashes. The client's headers fill in what is
 * missing, the call's win.
 *
 * @throws ApiError `UnsendableInput` for a value that would not arrive as it was given.
 */
export const buildRequest = (
  key: string,
  { route, input: places = {}, accept }: RouteEntry,
  { url: base, headers: fillIn = {} }: ClientOptions,
  input: Readonly<Record<string, unknown>>,
  { headers: own = {} }: CallOptions,
): ClientRequest => {
  const [method = "", template = ""] = route.split(" ");
  const parts: Parts = {
    path: new Map(),
    query: [],
    headers: new Headers(accept ? { accept } : {}),
    cookies: [],
  };
  let body: ClientRequest["body"] = null;
  const add = (name: string, put: () => unknown): void => {
    try {
      put();
    } catch (cause) {
      throw clientError(key, "UnsendableInput", `${name} cannot be sent: ${cause}`, cause);
    }
  };
  for (const [member, where] of Object.entries(places)) {
    const value = Object.hasOwn(input, member) ? input[member] : undefined;
    const write = where === "body" ? json : where;
    add(member, () => {
      if (typeof write === "function") {
        if (value !== undefined) body = write(value, parts.headers);
      } else {
        const [place, name] = typeof write === "string" ? [write, member] : write;
        for (const one of [value].flat()) if (one != null) put[place](parts, name, wellFormed(String(one)));
      }
    });
  }
  for (const [given, wins] of [
    [fillIn, false],
    [own, true],
  ] as const) {
    for (const [name, value] of Object.entries(given))
      add(name, () => (wins || !parts.headers.has(name)) && parts.headers.set(name, value));
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
