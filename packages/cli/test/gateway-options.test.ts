import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer, get, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { createProject } from "./project.ts";

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

/** A server on loopback, until the tests are over. */
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, "127.0.0.1");
  ends.push(() => server.close().closeAllConnections());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const statusAs = (url: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(`${url}/restapis`, { headers: { host }, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });

test("--allowed-host lets host names in", async () => {
  await using project = createProject();
  const gateway = await project.gateway(
    ...["--port", "0", "--no-data", "--allowed-host", "one.test", "--allowed-host", "two.test"],
  );
  expect(await statusAs(gateway.url, "one.test:80")).toBe(200);
  expect(await statusAs(gateway.url, "two.test")).toBe(200);
  expect(await statusAs(gateway.url, "three.test")).toBe(403);
});

/** Calls the API Gateway at a URL as its REST API is documented, without a signature. */
const caller = (url: string) => async (method: string, path: string, body?: object) => {
  const answer = await fetch(url + path, { method, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { readonly id: string; readonly rootResourceId: string };
};

test("--user-pool takes tokens that somebody else signs, --service-endpoint calls a service elsewhere", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwks = await serve((_, response) => {
    response.end(
      JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256" }] }),
    );
  });
  const queue = await serve((request, response) => response.end(JSON.stringify({ url: request.url })));
  const pool = "eu-west-1_Theirs";
  await using project = createProject();
  const gateway = await project.gateway(
    ...["--port", "0", "--no-data", "--no-stream-limit"],
    ...["--user-pool", `${pool}=${jwks}/keys.json`, "--service-endpoint", `sqs=${queue}`],
  );
  const call = caller(gateway.url);
  const { id, rootResourceId } = await call("POST", "/restapis", { name: "api" });
  const authorizer = await call("POST", `/restapis/${id}/authorizers`, {
    name: "pool",
    type: "COGNITO_USER_POOLS",
    identitySource: "method.request.header.Authorization",
    providerARNs: [`arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${pool}`],
  });
  const method = `/restapis/${id}/resources/${rootResourceId}/methods/GET`;
  await call("PUT", method, { authorizationType: "COGNITO_USER_POOLS", authorizerId: authorizer.id });
  await call("PUT", `${method}/responses/200`, {});
  await call("PUT", `${method}/integration`, {
    type: "AWS",
    httpMethod: "POST",
    uri: "arn:aws:apigateway:eu-west-1:sqs:action/SendMessage",
    credentials: "arn:aws:iam::123456789012:role/sender",
  });
  await call("PUT", `${method}/integration/responses/200`, {});
  await call("POST", `/restapis/${id}/deployments`, { stageName: "test" });

  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`,
    sub: "alice",
    token_use: "id",
    exp: Math.floor(Date.now() / 1000) + 600,
  };
  const signed = `${encoded({ alg: "RS256", kid: "k" })}.${encoded(claims)}`;
  const token = `${signed}.${createSign("sha256").update(signed).sign(privateKey, "base64url")}`;
  const answer = await fetch(`${gateway.url}/restapis/${id}/test/_user_request_/`, {
    headers: { Authorization: token },
  });
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 200,
    body: { url: "/?Action=SendMessage" },
  });
});

test.each([
  ["--user-pool", "nonsense", "InvalidUserPool: --user-pool nonsense"],
  ["--user-pool", "eu-west-1_Pool=nowhere", "InvalidUserPool: --user-pool eu-west-1_Pool=nowhere"],
  ["--service-endpoint", "sqs", "InvalidServiceEndpoint: --service-endpoint sqs"],
  [
    "--service-endpoint",
    "sqs=localhost:9324",
    'InvalidServiceEndpoint: The endpoint of sqs is "localhost:9324"',
  ],
])("%s %s is refused with what to do", async (option, value, message) => {
  await using project = createProject();
  const { code, stdout, stderr } = await project.run("gateway", "--port", "0", "--no-data", option, value);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});
