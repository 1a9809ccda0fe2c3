import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { deployApi, functionIntegration } from "./fixtures/deployed-api.ts";
import { useEndpoint } from "./fixtures/http-endpoint.ts";
import { useGateway } from "./fixtures/running-gateway.ts";

const gateway = useGateway();
const endpoint = useEndpoint((_, response) => {
  response.write("first;");
  setTimeout(() => response.end("last"), 20);
});

/** Sends, ends its own side at once, and reads until the connection ends. */
async function halfClosed(bytes: string): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.end(bytes);
  const received = await socket.toArray();
  return Buffer.concat(received).toString("latin1");
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

it("answers who ends his side after the request: the control plane, MOCK, a function, an endpoint", async () => {
  const code = "exports.handler = async () => ({ statusCode: 200, body: 'from the function' });";
  const base = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/mock",
        integration: { type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } },
        responses: { 200: {} },
      },
      { path: "/function", integration: await functionIntegration(gateway.lambda, code) },
      {
        path: "/endpoint",
        integration: { type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: endpoint.url },
      },
      {
        path: "/stream",
        integration: {
          type: "HTTP_PROXY",
          integrationHttpMethod: "GET",
          uri: endpoint.url,
          responseTransferMode: "STREAM",
        },
      },
    ],
  });
  expect(await halfClosed(get("/restapis"))).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{.*"item":\[/);
  expect(await halfClosed(get(`${base}/mock`))).toMatch(/^HTTP\/1\.1 200 /);
  expect(await halfClosed(get(`${base}/function`))).toMatch(/^HTTP\/1\.1 200 [\s\S]*from the function$/);
  expect(await halfClosed(get(`${base}/endpoint`))).toMatch(/^HTTP\/1\.1 200 [\s\S]*first;last$/);
  expect(await halfClosed(get(`${base}/stream`))).toMatch(/^HTTP\/1\.1 200 [\s\S]*last\r\n0\r\n\r\n$/);
  const pipelined = await halfClosed(get(`${base}/mock`) + get(`${base}/function`));
  expect(pipelined.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
});

it("refuses what is cut off in the middle", async () => {
  expect(await halfClosed("GET /restapis HTTP/1.1\r\nHost: lo")).toMatch(/^HTTP\/1\.1 400 /);
});

it("closes an idle connection whose caller has ended his side", async () => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.write(get("/_gatewright/health"));
  await once(socket, "data");
  socket.end();
  socket.resume();
  await once(socket, "close");
});
