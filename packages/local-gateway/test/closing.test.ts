import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { startGateway } from "../src/index.ts";
import { deployApi } from "./fixtures/deployed-api.ts";
import { useEndpoint } from "./fixtures/http-endpoint.ts";
import { apiGatewayOf } from "./fixtures/running-gateway.ts";

const endless = useEndpoint((_, response) => response.write("first;"));

it("a stream that does not end keeps no gateway from closing", async () => {
  const gateway = await startGateway();
  const client = apiGatewayOf(gateway.url);
  const path = await deployApi(client, {
    methods: [
      {
        path: "/",
        integration: {
          type: "HTTP_PROXY",
          integrationHttpMethod: "GET",
          uri: endless.url,
          responseTransferMode: "STREAM",
        },
      },
    ],
  });
  client.destroy();
  const answer = await fetch(`${gateway.url}${path}/`);
  const reader = answer.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first;");
  await gateway.close();
  await expect(reader?.read()).rejects.toThrow();
});

it("an upload that does not go on keeps no gateway from closing", async () => {
  const gateway = await startGateway();
  const socket = connect(gateway.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("POST /restapis HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
  // Answered by the same gateway afterwards, so that the upload has begun.
  await (await fetch(`${gateway.url}/_gatewright/health`)).text();
  const cut = once(socket, "close");
  socket.on("error", () => undefined);
  await gateway.close();
  await cut;
});
