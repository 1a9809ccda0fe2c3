import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isName } from "./data-plane/mapping/headers.ts";
import { type Destination, destinationOf, type FindDomain, isForeignPage } from "./destination.ts";
import type { Ids, Log } from "./effects.ts";
import type { Eventually } from "./eventually.ts";
import { ConnectionCut } from "./faults/connection-cut.ts";
import { answerHalfClosed, endWithCaller } from "./half-closed.ts";
import { http } from "./http.ts";
import { listen } from "./listen.ts";
import { plain } from "./protocol/plain.ts";
import type { RawHeader, RawResponse } from "./raw-http.ts";
import { ambiguityOf, headOf } from "./request-head.ts";
import { createUnderWay } from "./under-way.ts";

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
  /**
   * Takes no more requests, waits for those under way unless they are uploads or streams, then closes every
   * connection.
   */
  close(): Promise<void>;
}

/** Bytes: Lambda takes 50 MB of code, a third more as base64. */
const maximumBody = 80 * 1024 * 1024;
/** Bytes: more than API Gateway takes, so that what is too large for it is answered as it answers. */
const maximumHead = 64 * 1024;
/** Bytes up to which a copy costs less than a write of its own. */
const shortBody = 16 * 1024;
/** Milliseconds: longer than SDKs keep a connection that they do not use, so that they never send into one we close. */
const keepAliveMilliseconds = 75_000;

/**
 * Listens for HTTP. A fault in `handle` becomes a 500 that carries the request's id and nothing else; the cause goes
 * to the log.
 *
 * @throws GatewayError `PortInUse` or `CannotListen`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const underWay = createUnderWay();
  const flowing: Flowing = [];
  const limits = { keepAliveTimeout: keepAliveMilliseconds, maxHeaderSize: maximumHead };
  const server = http.createServer(limits, (message, response) => {
    const end = underWay.begin();
    answer({ message, response, requestId: options.ids.uuid(), flowing }, options).then(end, end);
  });
  server.maxHeadersCount = 0;
  server.on("connect", refuseTunnel);
  answerHalfClosed(server);
  const port = await listen(server, options);
  return {
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeIdleConnections();
      for (const flow of [...flowing]) flow.destroy();
      await underWay.settled();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** This is no proxy; Node hangs up without an answer. */
function refuseTunnel(_: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", () =>
    socket.destroy(),
  );
}

/**
 * What takes as long as somebody else likes: bodies on their way in, streams on their way out. Nobody who closes the
 * server can wait for them. A list, because the tables that a set leaves behind would keep requests from the garbage
 * collector for long.
 */
type Flowing = { destroy(): void }[];

function leave(flowing: Flowing, one: Flowing[number]): void {
  const index = flowing.indexOf(one);
  if (index >= 0) flowing.splice(index, 1);
}

/** A request and its answer, as Node has them. */
interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly flowing: Flowing;
}

async function answer(exchange: Exchange, options: ServerOptions): Promise<void> {
  const { message, response, requestId, flowing } = exchange;
  try {
    const { stream } = sendHead(response, await respond(exchange, options), requestId);
    if (stream !== undefined) await passOn(stream, response, flowing);
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
    else sendHead(response, fault, requestId);
  }
}

async function passOn(stream: Readable, response: ServerResponse, flowing: Flowing): Promise<void> {
  flowing.push(response);
  try {
    await pipeline(stream, response);
  } finally {
    leave(flowing, response);
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

function respond(
  { message, response, requestId, flowing }: Exchange,
  options: ServerOptions,
): Eventually<RawResponse> {
  const ambiguity = ambiguityOf(message);
  if (ambiguity !== undefined) {
    message.resume();
    response.shouldKeepAlive = false;
    return plain(400, ambiguity);
  }
  const { origin } = message.headers;
  const { host, urlPath, rawQuery } = headOf(message);
  const destination = destinationOf({ host, urlPath }, options);
  if (destination.kind === "foreign-host") {
    message.resume();
    return plain(
      403,
      `The host ${JSON.stringify(host)} is not this machine's. Use localhost or 127.0.0.1, or allow it: --allowed-host.`,
    );
  }
  if (isForeignPage(destination, { origin }, options.allowedHosts)) {
    message.resume();
    return plain(403, `A page of ${JSON.stringify(origin)} may not use this gateway's AWS services.`);
  }
  const request = (body: Uint8Array): ServerRequest => ({
    method: message.method ?? "GET",
    destination,
    urlPath,
    rawQuery,
    headers: pairs(message.rawHeaders),
    host,
    sourceIp: addressOf(message),
    body,
    requestId,
  });
  if (isBodiless(message)) return options.handle(request(none));
  return readBody(message, flowing).then((body) =>
    body === undefined ? plain(413, "The request is too large.") : options.handle(request(body)),
  );
}

function addressOf({ socket }: IncomingMessage): string {
  const address = socket.remoteAddress ?? "";
  return address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
}

const none = new Uint8Array();

async function readBody(message: IncomingMessage, flowing: Flowing): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  flowing.push(message);
  try {
    for await (const chunk of message) {
      if (!(chunk instanceof Uint8Array)) continue;
      length += chunk.byteLength;
      // What is too much is read to its end and dropped: a client that is still writing would not see the answer.
      if (length <= maximumBody) chunks.push(chunk);
      else chunks.length = 0;
    }
  } finally {
    leave(flowing, message);
  }
  return length > maximumBody ? undefined : Buffer.concat(chunks);
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

/** Sends an answer but for its stream. A request id goes along where there is none yet. */
function sendHead(response: ServerResponse, answered: RawResponse, requestId: string): RawResponse {
  const { status, headers, body, stream } = answered;
  const sent: string[] = [];
  let needsLength = stream === undefined && status !== 204 && status !== 304;
  let needsId = true;
  for (const [name, value] of headers) {
    sent.push(name, value);
    if (isName(name, "content-length") || isName(name, "transfer-encoding")) needsLength = false;
    else if (isName(name, "x-amzn-requestid")) needsId = false;
  }
  if (needsId) sent.push("x-amzn-requestid", requestId);
  if (needsLength) sent.push("Content-Length", String(body.byteLength));
  // Named, because Node would add a `Keep-Alive` header to its own, and AWS sends none.
  const keepAlive = response.shouldKeepAlive && !isLast(response.req);
  sent.push("Connection", keepAlive ? "keep-alive" : "close");
  response.writeHead(status, sent);
  if (stream !== undefined) {
    response.flushHeaders();
    if (body.byteLength > 0) response.write(body);
    endWithCaller(response);
  } else if (body.byteLength > shortBody) response.end(body);
  // Text leaves together with the head, in one write.
  else response.end(latin1(body), "latin1");
  return answered;
}

/** A character for each byte. */
function latin1(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString("latin1");
}

function pairs(rawHeaders: readonly string[]): RawHeader[] {
  const headers: RawHeader[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return headers;
}
