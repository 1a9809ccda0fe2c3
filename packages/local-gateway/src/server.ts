import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import type { RawHeader, RawResponse } from "./data-plane/raw-http.ts";
import { type Destination, destinationOf, type FindDomain, isForeignPage } from "./destination.ts";
import type { Ids, Log } from "./effects.ts";
import { ConnectionCut } from "./faults/connection-cut.ts";
import { GatewayError } from "./gateway-error.ts";
import { answerHalfClosed, endWithCaller } from "./half-closed.ts";
import { http } from "./http.ts";
import { plain } from "./protocol/plain.ts";

/** A request as it came, with where it goes. */
export interface ServerRequest {
  readonly method: string;
  readonly destination: Exclude<Destination, { kind: "foreign-host" }>;
  readonly urlPath: string;
  readonly rawQuery: string;
  readonly headers: readonly RawHeader[];
  readonly host: string;
  readonly sourceIp: string;
  readonly body: Uint8Array;
  readonly requestId: string;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Host names that reach this gateway besides those of the loopback interface. */
  readonly allowedHosts: readonly string[];
  readonly ids: Pick<Ids, "uuid">;
  readonly log: Log;
  /** Custom domain names. */
  readonly findDomain?: FindDomain;
  readonly handle: (request: ServerRequest) => Promise<RawResponse>;
}

export interface RunningServer {
  readonly port: number;
  /** Takes no more requests, waits for those under way, then closes every connection. */
  close(): Promise<void>;
}

/** Bytes: Lambda takes 50 MB of code, a third more as base64. */
const MAXIMUM_BODY = 80 * 1024 * 1024;
/** Bytes up to which a copy costs less than a write of its own. */
const SHORT_BODY = 16 * 1024;
/** Milliseconds: longer than SDKs keep a connection that they do not use, so that they never send into one we close. */
const KEEP_ALIVE = 75_000;

/**
 * Listens for HTTP. A fault in `handle` becomes a 500 that carries the request's id and nothing else; the cause goes
 * to the log.
 *
 * @throws GatewayError `PortInUse` or `CannotListen`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const underWay = new Set<Promise<void>>();
  const server = http.createServer({ keepAliveTimeout: KEEP_ALIVE }, (message, response) => {
    const answering = answer(message, response, options).finally(() => underWay.delete(answering));
    underWay.add(answering);
  });
  answerHalfClosed(server);
  const port = await listen(server, options);
  return {
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      await Promise.all(underWay);
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
): Promise<void> {
  const requestId = options.ids.uuid();
  try {
    const answered = await respond(message, requestId, options);
    await send(response, withRequestId(answered, requestId));
  } catch (error) {
    // The caller went away: there is nobody to answer, and no fault of ours.
    if (message.socket.destroyed) return;
    if (error instanceof ConnectionCut) {
      message.socket.destroy();
      return;
    }
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    options.log(`request ${requestId} failed: ${cause}`);
    if (response.headersSent) response.destroy();
    else await send(response, withRequestId(fault, requestId));
  }
}

const fault: RawResponse = {
  status: 500,
  headers: [
    ["Content-Type", "application/json"],
    ["x-amzn-errortype", "InternalFailure"],
  ],
  body: Buffer.from("{}"),
};

async function respond(
  message: IncomingMessage,
  requestId: string,
  options: ServerOptions,
): Promise<RawResponse> {
  const host = message.headers.host ?? "";
  // Some clients send the whole URL in the request line, as they would to a proxy.
  const target = (message.url ?? "/").replace(/^https?:\/\/[^/?#]*/i, "");
  const [urlPath = "", ...query] = target.split("?");
  const path = urlPath.startsWith("/") ? urlPath : `/${urlPath}`;
  const destination = destinationOf({ host, urlPath: path }, options);
  if (destination.kind === "foreign-host") {
    message.resume();
    return plain(403, `The host ${JSON.stringify(host)} is not this machine's. Use localhost or 127.0.0.1.`);
  }
  const { origin } = message.headers;
  if (isForeignPage(destination, { origin }, options.allowedHosts)) {
    message.resume();
    return plain(403, `A page of ${JSON.stringify(origin)} may not use this gateway's AWS services.`);
  }
  const body = await readBody(message);
  if (body === undefined) return plain(413, "The request is too large.");
  return options.handle({
    method: message.method ?? "GET",
    destination,
    urlPath: path,
    rawQuery: query.join("?"),
    headers: pairs(message.rawHeaders),
    host,
    sourceIp: (message.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
    body,
    requestId,
  });
}

async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  if (isBodiless(message)) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message) {
    if (!(chunk instanceof Uint8Array)) continue;
    length += chunk.byteLength;
    // What is too much is read to its end and dropped: a client that is still writing would not see the answer.
    if (length <= MAXIMUM_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > MAXIMUM_BODY ? undefined : Buffer.concat(chunks);
}

/** Nothing announces a body, or chunks are announced that do not come (`isLast`). */
function isBodiless(message: IncomingMessage): boolean {
  const { headers } = message;
  const isAnnounced = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  return !isAnnounced || announcesForGet(message);
}

/** R test_apigateway_header_remapping_*: a GET that announces chunks and sends none is answered. */
function announcesForGet({ method, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && headers["transfer-encoding"] !== undefined;
}

/** What comes on the connection next could be read as a chunk, or as what follows a change of protocol. */
function isLast(message: IncomingMessage): boolean {
  return announcesForGet(message) || message.headers.upgrade !== undefined;
}

async function send(response: ServerResponse, { status, headers, body, stream }: RawResponse): Promise<void> {
  const hasLength = headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name));
  const needsLength = !hasLength && stream === undefined && status !== 204 && status !== 304;
  // Named, because Node would add a `Keep-Alive` header to its own, and AWS sends none.
  const keepAlive = response.shouldKeepAlive && !isLast(response.req);
  const connection = ["Connection", keepAlive ? "keep-alive" : "close"] as const;
  const length = needsLength ? [["Content-Length", String(body.byteLength)] as const] : [];
  response.writeHead(status, [...headers, ...length, connection].flat());
  if (stream === undefined) {
    // Text leaves together with the head, in one write.
    if (body.byteLength <= SHORT_BODY) response.end(latin1(body), "latin1");
    else response.end(body);
    return;
  }
  response.flushHeaders();
  if (body.byteLength > 0) response.write(body);
  endWithCaller(response);
  await pipeline(stream, response);
}

/** A character for each byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function withRequestId(response: RawResponse, requestId: string): RawResponse {
  if (response.headers.some(([name]) => name.toLowerCase() === "x-amzn-requestid")) return response;
  return { ...response, headers: [...response.headers, ["x-amzn-requestid", requestId]] };
}

function pairs(rawHeaders: readonly string[]): RawHeader[] {
  const headers: RawHeader[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return headers;
}

function listen(server: Server, { host, port }: ServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, host, port)));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners("error");
      const address = server.address();
      resolve(isAddress(address) ? address.port : port);
    });
  });
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}

function listenError(error: Error, host: string, port: number): GatewayError {
  if ("code" in error && error.code === "EADDRINUSE") {
    return new GatewayError(
      "PortInUse",
      `Port ${port} of ${host} is in use. Stop the program that listens there, or start the gateway on another port ` +
        "(0 takes any that is free).",
      { cause: error },
    );
  }
  return new GatewayError(
    "CannotListen",
    `The gateway cannot listen on port ${port} of ${host}: ${error.message}. Choose another port.`,
    { cause: error },
  );
}
