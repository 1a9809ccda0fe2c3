import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { selfSignedCertificate } from "../../src/control-plane/self-signed-certificate.ts";
import { deployApi } from "../fixtures/deployed-api.ts";
import { lastReason, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const { pemEncodedCertificate, privateKey } = selfSignedCertificate({
  commonName: "nobody",
  serialNumber: new Uint8Array([1]),
  notBefore: Date.UTC(2020, 0),
  notAfter: Date.UTC(2049, 0),
});
const server = createServer({ cert: pemEncodedCertificate, key: privateKey }, (request, response) =>
  response.end(request.headers["trailer"] ?? "hello"),
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(integration: object) {
  const uri = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const proxy = { type: "HTTP_PROXY" as const, integrationHttpMethod: "GET", uri, ...integration };
  const base = await deployApi(gateway.apiGateway, { methods: [{ path: "/", integration: proxy }] });
  const answer = await fetch(`${gateway.url}${base}/`);
  return { status: answer.status, text: await answer.text() };
}

const tlsConfig = { insecureSkipVerification: true };

it("takes an endpoint's own certificate only where the integration skips verification", async () => {
  expect(await ask({})).toEqual({ status: 500, text: '{"message": "Internal server error"}' });
  expect(await lastReason(gateway.url)).toMatch(/self-signed certificate.*tlsConfig/);
  expect(await ask({ tlsConfig })).toEqual({ status: 200, text: "hello" });
  expect((await ask({ tlsConfig: { insecureSkipVerification: false } })).status).toBe(500);
});

it("sends a Trailer header over TLS, too", async () => {
  const requestParameters = { "integration.request.header.Trailer": "'user-agent'" };
  expect(await ask({ tlsConfig, requestParameters })).toEqual({ status: 200, text: "user-agent" });
});
