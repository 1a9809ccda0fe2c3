import type { RawResponse } from "./raw-http.ts";

/**
 * Paths that no API answers on a host name of its own: API Gateway takes them for its health check (D, important notes
 * for REST and WebSocket APIs).
 */
export const healthCheckPaths: readonly string[] = ["/ping", "/sping"];

/** As it comes from AWS (apex/up#556). */
export const healthy: RawResponse = {
  status: 200,
  headers: [["Content-Type", "text/plain"]],
  body: Buffer.from("healthy"),
};
