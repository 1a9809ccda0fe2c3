import type { IncomingMessage } from "node:http";

/** Where a request's first line and its headers say that it goes. */
export interface RequestHead {
  /** With its port; empty for HTTP/1.0 without one. */
  readonly host: string;
  /** Starts with "/". */
  readonly urlPath: string;
  /** Without the "?". */
  readonly rawQuery: string;
}

/**
 * Some clients send the whole URL in the request line, as they would to a proxy; its host counts then (RFC 9112,
 * 3.2.2).
 */
export function headOf({ url = "/", headers }: Pick<IncomingMessage, "url" | "headers">): RequestHead {
  const [origin = "", authority] = url.startsWith("/")
    ? []
    : (/^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url) ?? []);
  const target = url.slice(origin.length);
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    host: authority ?? headers.host ?? "",
    urlPath: path.startsWith("/") ? path : `/${path}`,
    rawQuery: mark < 0 ? "" : target.slice(mark + 1),
  };
}

/**
 * Why another server on the way could read a request differently: what smuggling needs. Node's parser refuses most of
 * it, such as two lengths; these it lets through.
 *
 * @returns undefined for a request that can be read in one way only
 */
export function ambiguityOf(
  message: Pick<IncomingMessage, "rawHeaders" | "headers" | "httpVersionMajor" | "httpVersionMinor">,
): string | undefined {
  const { rawHeaders, headers, httpVersionMajor, httpVersionMinor } = message;
  // RFC 9112, 3.2
  if (isRepeated(rawHeaders, "host")) return "There are several Host headers.";
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return undefined;
  // RFC 9112, 6.1
  if (httpVersionMajor < 1 || (httpVersionMajor === 1 && httpVersionMinor < 1)) {
    return `HTTP/${httpVersionMajor}.${httpVersionMinor} has no Transfer-Encoding.`;
  }
  return coding.trim().toLowerCase() === "chunked"
    ? undefined
    : `The Transfer-Encoding is ${JSON.stringify(coding)}; there is chunked.`;
}

function isRepeated(rawHeaders: readonly string[], lowerCased: string): boolean {
  let isThere = false;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== lowerCased.length || name.toLowerCase() !== lowerCased) continue;
    if (isThere) return true;
    isThere = true;
  }
  return false;
}
