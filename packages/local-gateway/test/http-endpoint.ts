import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

export interface EndpointRequest {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A backend on loopback for the tests of one file: it remembers what it was asked and answers as `respond` says. */
export function useEndpoint(respond: (request: EndpointRequest, response: ServerResponse) => void): {
  readonly url: string;
  readonly last: EndpointRequest;
} {
  const requests: EndpointRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await read(message);
    requests.push(request);
    respond(request, response);
  });
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get last() {
      const last = requests.at(-1);
      if (last === undefined) throw new Error("the endpoint was not asked");
      return last;
    },
  };
}

async function read(message: IncomingMessage): Promise<EndpointRequest> {
  const body = Buffer.concat(await message.toArray());
  const { method = "", url = "", rawHeaders } = message;
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
  return { method, url, rawHeaders, headers, body };
}
