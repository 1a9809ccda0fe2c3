import { GetResourcesCommand, TestInvokeMethodCommand } from "@aws-sdk/client-api-gateway";
import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { deployApi, functionIntegration } from "../fixtures/deployed-api.ts";
import { lastReason, there, useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();
const echo = "exports.handler = async (event) => event;";

type Integration = Awaited<ReturnType<typeof functionIntegration>>;

/** Deploys a method and sends it a body. */
async function send(integration: object, body: string) {
  const path = await deployApi(gateway.apiGateway, {
    methods: [
      {
        path: "/",
        httpMethod: "POST",
        integration: { type: "AWS", ...integration },
        responses: { 200: {} },
      },
    ],
  });
  const answer = await fetch(`${gateway.url}${path}/`, { method: "POST", body });
  return {
    status: answer.status,
    errorType: answer.headers.get("x-amzn-errortype"),
    body: (await answer.json()) as unknown,
  };
}

const custom = (): Promise<Integration> => functionIntegration(gateway.lambda, echo, "AWS");
const later = { requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" } };
const internal = {
  status: 500,
  errorType: "InternalServerErrorException",
  body: { message: "Internal server error" },
};
const tooLong = { status: 413, errorType: "BadRequestException", body: { message: "Request Too Long" } };

describe("what Lambda refuses of an integration", () => {
  it.each([
    ["waited for", {}],
    ["not waited for", later],
  ])("is told to the caller when it is an event that is not JSON, %s", async (_, change) => {
    const message = expect.stringMatching(
      /^Could not parse request body into json: Could not parse payload into json: ./,
    );
    expect(await send({ ...(await custom()), ...change }, "a=1&b=2")).toEqual({
      status: 400,
      errorType: "BadRequestException",
      body: { message },
    });
  });

  it.each([
    ["an event of more than six megabytes", "AWS", 6_291_456, {}],
    ["a proxy's event of more than six megabytes", "AWS_PROXY", 6_291_456, {}],
    ["an event of more than one megabyte that is not waited for", "AWS", 1_048_576, later],
  ] as const)("is told to the caller when it is %s", async (_, type, length, change) => {
    const integration = await functionIntegration(gateway.lambda, echo, type);
    expect(await send({ ...integration, ...change }, JSON.stringify("x".repeat(length)))).toEqual(tooLong);
  });

  it("is in the execution log in Lambda's words", async () => {
    const path = await deployApi(gateway.apiGateway, {
      methods: [{ path: "/", httpMethod: "POST", integration: await custom(), responses: { 200: {} } }],
    });
    const restApiId = there(path.split("/")[2]);
    const { items } = await gateway.apiGateway.send(new GetResourcesCommand({ restApiId }));
    const { log, status } = await gateway.apiGateway.send(
      new TestInvokeMethodCommand({
        restApiId,
        resourceId: there(items?.[0]?.id),
        httpMethod: "POST",
        body: "a=1",
      }),
    );
    expect(status).toBe(400);
    expect(log).toContain("Execution failed: Could not parse request body into json: ");
  });

  it("is an internal error when the function has too many invocations", async () => {
    const integration = await custom();
    const FunctionName = there(/function:([^/]+)/.exec(integration.uri)?.[1]);
    await gateway.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
    );
    expect(await send(integration, "{}")).toEqual(internal);
    expect(await lastReason(gateway.url)).toContain("TooManyRequestsException: Rate Exceeded.");
  });

  it.each([
    ["waited for", {}],
    ["not waited for", later],
  ])("is an internal error when the function is not there, %s", async (_, change) => {
    const { uri, ...integration } = await custom();
    const gone = uri.replace(/function:[^/]+/, "function:gone");
    expect(await send({ ...integration, uri: gone, ...change }, "{}")).toEqual(internal);
    expect(await lastReason(gateway.url)).toContain("there is no function arn:");
  });

  it("is an internal error when the method is not POST", async () => {
    const integration = { ...(await custom()), integrationHttpMethod: "GET" };
    expect(await send(integration, "{}")).toEqual(internal);
    expect(await lastReason(gateway.url)).toContain("functions are called with POST");
  });
});
