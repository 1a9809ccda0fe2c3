import { execFile, execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Signed, SigningClient } from "./request.ts";

/** `curl --aws-sigv4`, where there is a curl that has it. */
export function findCurl(): SigningClient | undefined {
  try {
    const help = execFileSync("curl", ["--help", "all"], { timeout: 20_000 });
    if (!help.includes("--aws-sigv4")) return undefined;
  } catch {
    return undefined;
  }
  return async ({ method, target, headers = {}, body }, { host, region, key, presign = false }) => {
    if (presign) throw new Error("curl does not presign");
    const arguments_ = [
      "--silent",
      "--path-as-is",
      "--globoff",
      "--request",
      method,
      "--aws-sigv4",
      `aws:amz:${region}:execute-api`,
      "--user",
      `${key.accessKeyId}:${key.secretAccessKey}`,
      ...(key.sessionToken === undefined ? [] : ["--header", `X-Amz-Security-Token: ${key.sessionToken}`]),
      ...Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]),
      ...(body === undefined ? [] : ["--data-binary", body]),
    ];
    return sentTo(host, (port) => [
      ...arguments_,
      "--connect-to",
      `${host}:127.0.0.1:${port}`,
      `http://${host}${target}`,
    ]);
  };
}

/** What curl sends to a host, as a server of our own sees it that stands in for the host. */
async function sentTo(host: string, argumentsFor: (port: number) => string[]): Promise<Signed> {
  const received = Promise.withResolvers<Signed>();
  const server = createServer((message, response) => {
    const chunks: Uint8Array[] = [];
    message.on("data", (chunk) => chunks.push(chunk));
    message.on("end", () => {
      const headers: [string, string][] = [];
      for (let index = 0; index < message.rawHeaders.length; index += 2) {
        headers.push([message.rawHeaders[index] ?? "", message.rawHeaders[index + 1] ?? ""]);
      }
      received.resolve({
        method: message.method ?? "",
        target: message.url ?? "",
        headers: headers.filter(([name]) => name.toLowerCase() !== "content-length"),
        body: Buffer.concat(chunks),
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = addressOf(server.address(), host);
  try {
    await new Promise<void>((resolve, reject) => {
      execFile("curl", argumentsFor(port), (error) => (error === null ? resolve() : reject(error)));
    });
    return await received.promise;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function addressOf(address: AddressInfo | string | null, host: string): AddressInfo {
  if (typeof address === "object" && address !== null) return address;
  throw new Error(`no port to stand in for ${host}`);
}
