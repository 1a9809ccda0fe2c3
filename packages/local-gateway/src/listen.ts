import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GatewayError } from "./gateway-error.ts";

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/**
 * Lets a server listen, and says on which port.
 *
 * @throws GatewayError `PortInUse` or `CannotListen`.
 */
export function listen(server: Server, { host, port }: Address): Promise<number> {
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
