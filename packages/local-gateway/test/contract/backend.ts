import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { parsed } from "./json.ts";

export interface Backend {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A web server on loopback that answers as those did that stood behind HTTP integrations when AWS was recorded: at
 * `/` an echo in a Lambda function, whose URL shows no headers of a single hop and which hid those that begin with
 * `x-`; below `/status` the status that the path names; at `/post` httpbin's echo.
 */
export async function startBackend(): Promise<Backend> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://backend");
    const [, status = "200"] = /^\/status\/([0-9]{3})$/.exec(url.pathname) ?? [];
    const body = await text(request);
    const answer = answerOf(request, url, body, status);
    const bytes = Buffer.from(JSON.stringify(answer));
    response.writeHead(Number(status), {
      "Content-Type": "application/json",
      "Content-Length": bytes.length,
      ...(url.pathname === "/post" ? httpbinHeaders : functionUrlHeaders()),
    });
    response.end(bytes);
  });
  // None of them says for how long it keeps a connection.
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

function answerOf(
  { headers, method, socket }: IncomingMessage,
  url: URL,
  body: string,
  status: string,
): object {
  const { pathname, searchParams } = url;
  const origin = socket.remoteAddress;
  const names = [...new Set(searchParams.keys())];
  const args = Object.fromEntries(names.map((name) => [name, searchParams.getAll(name).join(",")]));
  const seen = Object.entries(headers).filter(([name]) => name !== "connection");
  if (pathname.startsWith("/status/")) return { message: body, status_code: Number(status) };
  if (pathname === "/post") {
    const titled = seen.map(([name, value]) => [
      name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
      value,
    ]);
    return { args, data: body, headers: Object.fromEntries(titled), origin };
  }
  const shown = Object.fromEntries(seen.filter(([name]) => !name.startsWith("x-")));
  return {
    args,
    data: parsed(body) ?? body,
    domain: headers.host,
    headers: shown,
    method,
    origin,
    path: pathname,
  };
}

const httpbinHeaders = {
  Server: "gunicorn/19.9.0",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Credentials": "true",
};

const functionUrlHeaders = () => ({
  "X-Amzn-RequestId": randomUUID(),
  "X-Amzn-Trace-Id": `Root=1-00000000-${randomBytes(12).toString("hex")}`,
});
