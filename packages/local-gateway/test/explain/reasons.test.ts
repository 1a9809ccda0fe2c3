import { CreateAuthorizerCommand, CreateRestApiCommand } from "@aws-sdk/client-api-gateway";
import { beforeAll, describe, expect, it } from "vitest";
import { addRoutes, answerOf, deploy, makeApi, makeFunction, permit, proxyTo } from "../fixtures/mock-api.ts";
import { lastReason, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
let api = "";
beforeAll(async () => {
  api = await makeApi(gateway.apiGateway, { "GET /orders": {} });
  await deploy(gateway.apiGateway, api, "prod");
  await deploy(gateway.apiGateway, api, "beta");
});

const call = (path: string, method = "GET") => answerOf(fetch(gateway.url + path, { method }));

describe("a caller who is told no more than AWS tells is explained to whoever runs the gateway", () => {
  const forbidden = { status: 403, errorType: "ForbiddenException", text: '{"message":"Forbidden"}' };
  const missing = {
    status: 403,
    errorType: "MissingAuthenticationTokenException",
    text: '{"message":"Missing Authentication Token"}',
  };

  it("no such stage", async () => {
    expect(await call(`/restapis/${api}/dev/_user_request_/orders`)).toEqual(forbidden);
    expect(await lastReason(gateway.url)).toBe(`API ${api} has no stage dev; it has beta, prod`);
  });

  it("no stage at all", async () => {
    const { id } = await gateway.apiGateway.send(new CreateRestApiCommand({ name: "new" }));
    expect(await call(`/restapis/${id}/dev/_user_request_/`)).toEqual(forbidden);
    expect(await lastReason(gateway.url)).toBe(
      `API ${id} has no stage yet: aws apigateway create-deployment --rest-api-id ${id} --stage-name dev makes one`,
    );
  });

  it("no such API", async () => {
    expect(await call("/restapis/nowhere123/dev/_user_request_/")).toEqual(forbidden);
    expect(await lastReason(gateway.url)).toMatch(/^there is no API nowhere123 here: /);
  });

  it("a route that has not been deployed", async () => {
    await addRoutes(gateway.apiGateway, api, { "DELETE /orders/{id}": {} });
    expect(await call(`/restapis/${api}/prod/_user_request_/orders/7`, "DELETE")).toEqual(missing);
    expect(await lastReason(gateway.url)).toBe(
      'no route for DELETE /orders/7; the nearest is /orders, which has GET: "/7" is too much. But the API has ' +
        "/orders/{id} by now, and the stage serves an older deployment: " +
        `aws apigateway create-deployment --rest-api-id ${api} --stage-name prod`,
    );
    expect(await call(`/restapis/${api}/prod/_user_request_/orders/7`, "PUT")).toEqual(missing);
    expect(await lastReason(gateway.url)).not.toContain("by now");
  });

  it("a path without what tells a deployed API from the service's own", async () => {
    const { status, text } = await call(`/restapis/${api}/prod/orders`);
    expect(status).toBe(404);
    expect(JSON.parse(text).message).toBe(
      `GET /restapis/${api}/prod/orders is nothing that this gateway has. ` +
        `A deployed API is called at /restapis/${api}/prod/_user_request_/orders`,
    );
  });

  it("a policy for one method, which is kept and denies the next", async () => {
    const authorizerUri = await makeFunction(
      gateway.lambda,
      "authorizer",
      `export const handler = async ({ methodArn }) => ({
        principalId: "somebody",
        policyDocument: { Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: methodArn }] },
      });`,
    );
    await permit(gateway.lambda, "authorizer");
    const { id } = await gateway.apiGateway.send(
      new CreateAuthorizerCommand({
        restApiId: api,
        name: "token",
        type: "TOKEN",
        authorizerUri,
        identitySource: "method.request.header.Authorization",
      }),
    );
    const method = { authorizationType: "CUSTOM", authorizerId: there(id) };
    await addRoutes(gateway.apiGateway, api, { "GET /one": { method }, "GET /two": { method } });
    await deploy(gateway.apiGateway, api, "prod");
    const ask = (path: string, authorization: string) =>
      fetch(`${gateway.url}/restapis/${api}/prod/_user_request_${path}`, { headers: { authorization } });
    expect((await ask("/one", "a-token")).status).toBe(200);
    expect((await ask("/two", "a-token")).status).toBe(403);
    expect(await lastReason(gateway.url)).toMatch(
      /^somebody \(who the authorizer says it is\) may not call .*\/GET\/two because .* said so of an earlier request/,
    );
    expect((await ask("/two", "another")).status).toBe(200);
  });

  it("a function that is not there, and one that fails", async () => {
    const gone = await makeFunction(
      gateway.lambda,
      "gone",
      "export const handler = async () => { nothing(); };",
    );
    await permit(gateway.lambda, "gone");
    const uri = gone.replace(":gone", ":missing");
    await addRoutes(gateway.apiGateway, api, {
      "GET /missing": { integration: proxyTo(uri) },
      "GET /failing": { integration: proxyTo(gone) },
    });
    await deploy(gateway.apiGateway, api, "prod");
    expect((await call(`/restapis/${api}/prod/_user_request_/missing`)).status).toBe(500);
    expect(there(await lastReason(gateway.url))).toMatch(
      /^there is no function arn:aws:lambda:us-west-2:123456789012:function:missing: create it/,
    );
    expect((await call(`/restapis/${api}/prod/_user_request_/failing`)).status).toBe(502);
    expect(await lastReason(gateway.url)).toBe("the function failed: ReferenceError: nothing is not defined");
  });
});
