import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { parsed } from "./json.ts";

export interface Backend {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A web server on loopback that answers as the one did that stood behind HTTP integrations when AWS was recorded, an
 * echo at a Lambda function URL: what it was asked, without the headers of a single hop and those that begin with
 * `x-`, or below `/status` the status that the path names.
 */
export async function startBackend(): Promise<Backend> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://backend");
    const body = await text(request);
    const [, status] = /^\/status\/([0-9]{3})$/.exec(pathname) ?? [];
    const domain = request.headers.host ?? "";
    const answer =
      status === undefined
        ? {
            args: Object.fromEntries(
              [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(",")]),
            ),
            data: parsed(body) ?? body,
            domain,
            headers: Object.fromEntries(
              Object.entries(request.headers).filter(([name]) => !/^(?:connection$|x-)/.test(name)),
            ),
            method: request.method,
            origin: request.socket.remoteAddress,
            path: pathname,
          }
        : { message: body, status_code: Number(status) };
    const bytes = Buffer.from(JSON.stringify(answer));
    response.writeHead(Number(status ?? 200), {
      "Content-Type": "application/json",
      "Content-Length": bytes.length,
      "X-Amzn-RequestId": randomUUID(),
      "X-Amzn-Trace-Id": `Root=1-00000000-${randomBytes(12).toString("hex")}`,
    });
    response.end(bytes);
  });
  // A function URL does not say for how long it keeps a connection.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
