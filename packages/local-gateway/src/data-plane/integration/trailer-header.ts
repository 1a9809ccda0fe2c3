import { Duplex, Transform } from "node:stream";

/** As long as "Trailer", and no name that Node looks at. */
const standIn = "Tra1ler";

/**
 * Node sends `Trailer` only in front of chunks; API Gateway sends it with a `Content-Length` (R
 * test_apigateway_header_remapping_http). So Node is given a header of another name, and the connection of that one
 * request renames it. Undefined when the headers have no `Trailer`.
 */
export function announcingTrailers(
  headers: readonly string[],
): { readonly headers: string[]; over(socket: Duplex): Duplex } | undefined {
  const isTrailer = (name: string, index: number) => index % 2 === 0 && name.toLowerCase() === "trailer";
  if (!headers.some(isTrailer)) return undefined;
  return {
    headers: headers.map((text, index) => (isTrailer(text, index) ? standIn : text)),
    over: (socket) => {
      const renamed = renaming();
      renamed.pipe(socket);
      return Duplex.from({ writable: renamed, readable: socket });
    },
  };
}

/** Node writes a request's head in one piece. */
function renaming(): Transform {
  let isHead = true;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!isHead) return done(null, chunk);
      isHead = false;
      const text = chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      const head = text.slice(0, end).replaceAll(`\r\n${standIn}:`, "\r\nTrailer:");
      done(null, Buffer.from(head + text.slice(end), "latin1"));
    },
  });
}
