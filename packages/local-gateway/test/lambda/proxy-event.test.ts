import { expect, it } from "vitest";
import { deployApi, functionIntegration } from "../fixtures/deployed-api.ts";
import { useGateway } from "../fixtures/running-gateway.ts";

const gateway = useGateway();

/** The event of a proxy integration. */
async function eventOf(method: object, body?: string) {
  const code = "exports.handler = async (event) => ({ body: JSON.stringify(event) });";
  const path = await deployApi(gateway.apiGateway, {
    methods: [
      { path: "/", httpMethod: "POST", method, integration: await functionIntegration(gateway.lambda, code) },
    ],
  });
  const answer = await fetch(`${gateway.url}${path}/`, { method: "POST", ...(body && { body }) });
  return (await answer.json()) as { readonly body: string; readonly requestContext: object };
}

it("has the body as it was sent, a byte order mark too", async () => {
  expect((await eventOf({}, "\uFEFFa")).body).toBe("\uFEFFa");
});

it("names the operation where the method has a name", async () => {
  const named = await eventOf({ operationName: "PutThing" });
  expect(named.requestContext).toMatchObject({ operationName: "PutThing" });
  expect((await eventOf({})).requestContext).not.toHaveProperty("operationName");
});
