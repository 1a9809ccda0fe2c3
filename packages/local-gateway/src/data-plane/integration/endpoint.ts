import type { Agent, ClientRequestArgs, IncomingMessage } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import type { Duplex, Readable } from "node:stream";
import { http, https } from "../../http.ts";
import type { RawHeader } from "../../raw-http.ts";
import type { Headers } from "../mapping/headers.ts";
import type { HttpCall } from "../passing.ts";
import { announcingTrailers } from "./trailer-header.ts";

/** What an HTTP endpoint answered; the body comes as it is read. */
export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readable;
}

/** Sends a request to an HTTP endpoint. Rejects when there is no answer, or `signal` ends it. */
export type CallEndpoint = (call: HttpCall, signal: AbortSignal) => Promise<EndpointAnswer>;

export interface EndpointClient {
  readonly call: CallEndpoint;
  /** Lets go of the connections that are kept. */
  close(): void;
}

/** A client that keeps its connections, follows no redirect and sends headers as they are. */
export function createEndpointClient(): EndpointClient {
  const plain = new http.Agent({ keepAlive: true });
  let secure: HttpsAgent | undefined;
  const secureAgent = () => {
    secure ??= new (https().Agent)({ keepAlive: true });
    return secure;
  };
  return {
    call: ({ method, url, path, headers, body, isUnverified }, signal) =>
      new Promise((resolve, reject) => {
        const isPlain = url.protocol === "http:";
        const onWire = onTheWire(headers, url, method, body);
        const announcing = announcingTrailers(onWire);
        const agent = isPlain ? plain : secureAgent();
        const sent = (isPlain ? http : https()).request(url, {
          method,
          path,
          signal,
          rejectUnauthorized: !isUnverified,
          ...(announcing === undefined
            ? { headers: onWire, agent }
            : {
                headers: announcing.headers,
                createConnection: (to: ClientRequestArgs) => announcing.over(connection(agent, to)),
              }),
        });
        sent.on("error", reject);
        sent.on("upgrade", (_answer, socket) => {
          socket.destroy();
          reject(new Error("the endpoint changed the protocol"));
        });
        sent.on("response", (answer) => resolve(read(answer)));
        sent.end(body);
      }),
    close: () => {
      plain.destroy();
      secure?.destroy();
    },
  };
}

function connection(agent: Agent, to: ClientRequestArgs): Duplex {
  const made = agent.createConnection(to);
  if (!made) throw new Error("there is no connection");
  return made;
}

function onTheWire(headers: Headers, url: URL, method: string, body: Uint8Array): string[] {
  const sendable = headers.filter(([name]) => name.toLowerCase() !== "content-length");
  const hasHost = sendable.some(([name]) => name.toLowerCase() === "host");
  const hasLength = body.byteLength > 0 || !["GET", "HEAD", "OPTIONS", "DELETE"].includes(method);
  return [
    ...(hasHost ? [] : [["Host", url.host]]),
    ...sendable,
    ...(hasLength ? [["Content-Length", String(body.byteLength)]] : []),
  ].flat();
}

function read(answer: IncomingMessage): EndpointAnswer {
  const { rawHeaders } = answer;
  const headers: RawHeader[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return { status: answer.statusCode ?? 0, headers, body: answer };
}
