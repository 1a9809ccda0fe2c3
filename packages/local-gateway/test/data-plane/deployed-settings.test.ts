import { type PatchOperation, UpdateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { beforeAll, expect, it } from "vitest";
import { deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { lastReason, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let restApiId = "";

beforeAll(async () => {
  const uri = await makeFunction(
    gateway.lambda,
    "tells",
    "export const handler = async ({ isBase64Encoded }) => ({ statusCode: 200, body: String(isBase64Encoded) });",
  );
  await permit(gateway.lambda, "tells");
  restApiId = await makeApi(gateway.apiGateway, {
    "GET /key": { method: { apiKeyRequired: true } },
    "GET /text": {},
    "POST /bytes": { integration: proxyTo(uri) },
  });
  await deploy(gateway.apiGateway, restApiId);
});

/** What a caller meets of the settings of an API that a deployment puts in force. */
async function met() {
  const url = `${gateway.url}/restapis/${restApiId}/prod/_user_request_`;
  await (await fetch(`${url}/key`)).text();
  const refusal = await lastReason(gateway.url);
  const text = await fetch(`${url}/text`, { headers: { "Accept-Encoding": "gzip" } });
  await text.text();
  const bytes = await fetch(`${url}/bytes`, {
    method: "POST",
    headers: { "Content-Type": "image/png" },
    body: "x",
  });
  return {
    apiKeySource: refusal?.includes("usageIdentifierKey") === true ? "AUTHORIZER" : "HEADER",
    encoding: text.headers.get("content-encoding"),
    isBase64Encoded: await bytes.text(),
  };
}

it("an API's key source, compression and binary media types are in force when they have been deployed", async () => {
  const before = { apiKeySource: "HEADER", encoding: null, isBase64Encoded: "false" };
  expect(await met()).toEqual(before);
  const patchOperations: PatchOperation[] = [
    { op: "replace", path: "/apiKeySource", value: "AUTHORIZER" },
    { op: "replace", path: "/minimumCompressionSize", value: "0" },
    { op: "add", path: "/binaryMediaTypes/image~1png" },
  ];
  await gateway.apiGateway.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
  expect(await met()).toEqual(before);
  await deploy(gateway.apiGateway, restApiId);
  expect(await met()).toEqual({ apiKeySource: "AUTHORIZER", encoding: "gzip", isBase64Encoded: "true" });
});
