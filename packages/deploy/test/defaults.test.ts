import { GetAuthorizersCommand, GetResourcesCommand } from "@aws-sdk/client-api-gateway";
import { GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployProject, loadProject, type Project } from "../src/index.ts";
import { useGateway } from "./gateway.ts";
import { makeProject, removeProject } from "./temporary-project.ts";

const { target } = useGateway();

const files = {
  "src/api.ts": `
    import { api, cognito, get, lambdaAuthorizer, stream, text } from "@gatewright/runtime";
    import * as z from "zod";
    export const sessions = lambdaAuthorizer({ name: "sessions", type: "token", context: { user: "string" } });
    export const people = cognito({ name: "people", userPools: ["arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a"] });
    export const hello = get("/", { output: text() });
    export const greet = get("/greeting", { integration: "custom", output: z.object({ message: z.string() }) });
    export const mine = get("/mine", { auth: sessions, output: text() });
    export const theirs = get("/theirs", { auth: people, output: text() });
    export const metered = get("/metered", { auth: "apiKey", output: text() });
    export const ticks = get("/ticks", { output: stream("text/event-stream") });
    export const shop = api({
      name: "shop",
      cors: { origins: ["https://a.example", "https://b.example"], credentials: true, maxAge: 600 },
      headers: { "X-Frame-Options": "DENY" },
      routes: { hello, greet, mine, theirs, metered, ticks },
    });`,
  "src/functions/all.ts": `
    import { join } from "@gatewright/runtime";
    import { greet, hello, metered, mine, theirs } from "../api.ts";
    export const handler = join(
      hello.handler(() => "hello"),
      greet.handler(() => ({ message: "hello" })),
      mine.handler(() => "mine"),
      theirs.handler(() => "theirs"),
      metered.handler(() => "metered"),
    );`,
  "src/functions/ticks.ts": `
    import { ticks } from "../api.ts";
    export const handler = ticks.handler(async function* () {
      yield "data: 1\\n\\n";
      await new Promise((resolve) => setTimeout(resolve, 300));
      yield "data: 2\\n\\n";
    });`,
  "src/functions/sessions.ts": `
    import { authorizer } from "@gatewright/runtime";
    import { sessions } from "../api.ts";
    export const handler = authorizer.token(sessions, ({ allow }) => allow({ context: { user: "u" } }));`,
};

let url = "";
let restApiId = "";
let project: Project | undefined;

const removals: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(removals.map((remove) => remove())));

beforeAll(async () => {
  const directory = await makeProject(files);
  removals.push(() => removeProject(directory));
  project = await loadProject(directory);
  const [result] = await deployProject(project, target());
  url = result?.url ?? "";
  restApiId = result?.restApiId ?? "";
});

test("what an API says for all its routes is deployed once, and then left alone", async () => {
  if (project === undefined) throw new Error("not loaded");
  const [again] = await deployProject(project, target());
  expect(again).toMatchObject({ calls: 0, changes: [] });
});

describe("cross-origin requests", () => {
  const preflight = (path: string, origin: string) =>
    fetch(`${url}${path}`, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "GET" },
    });

  test.each(["/", "/greeting", "/mine", "/theirs", "/metered", "/ticks"])(
    "the preflight request for %s is answered by API Gateway",
    async (path) => {
      const response = await preflight(path, "https://b.example");
      expect([response.status, await response.text()]).toEqual([204, ""]);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "access-control-allow-origin": "https://b.example",
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET,OPTIONS",
        "access-control-max-age": "600",
        vary: "Origin",
      });
    },
  );

  test("an origin that is not listed is not let in", async () => {
    const response = await preflight("/", "https://evil.example");
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([204, null]);
  });

  test.each([
    ["/mine", "authorization"],
    ["/theirs", "authorization"],
    ["/metered", "x-api-key"],
    ["/", ""],
  ])("a caller of %s may send %j", async (path, headers) => {
    const response = await preflight(path, "https://a.example");
    expect(response.headers.get("access-control-allow-headers") ?? "").toBe(headers);
  });

  test("a function answers with the API's headers", async () => {
    const response = await fetch(`${url}/`, { headers: { Origin: "https://a.example" } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "https://a.example",
      "access-control-allow-credentials": "true",
      vary: "Origin",
      "x-frame-options": "DENY",
    });
  });

  test("a custom integration answers with the API's headers", async () => {
    const response = await fetch(`${url}/greeting`, { headers: { Origin: "https://a.example" } });
    expect(await response.json()).toEqual({ message: "hello" });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "https://a.example",
      vary: "Origin",
      "x-frame-options": "DENY",
    });
    const other = await fetch(`${url}/greeting`, { headers: { Origin: "https://evil.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });
});

test("authorizers are made, and methods name them", async () => {
  const { apiGateway } = target().clients;
  const { items: authorizers = [] } = await apiGateway.send(new GetAuthorizersCommand({ restApiId }));
  const ids = Object.fromEntries(authorizers.map(({ name = "", id }) => [name, id]));
  expect(authorizers.map(({ name, type }) => [name, type])).toEqual(
    expect.arrayContaining([
      ["people", "COGNITO_USER_POOLS"],
      ["sessions", "TOKEN"],
    ]),
  );
  const { items: resources = [] } = await apiGateway.send(
    new GetResourcesCommand({ restApiId, embed: ["methods"] }),
  );
  const methodOf = (path: string) => resources.find((one) => one.path === path)?.resourceMethods?.["GET"];
  expect(methodOf("/mine")).toMatchObject({ authorizationType: "CUSTOM", authorizerId: ids["sessions"] });
  expect(methodOf("/theirs")).toMatchObject({
    authorizationType: "COGNITO_USER_POOLS",
    authorizerId: ids["people"],
  });
  expect(methodOf("/metered")).toMatchObject({ authorizationType: "NONE", apiKeyRequired: true });
});

test("a function that streams has the mode, the URI and the environment for it, and others have not", async () => {
  const { apiGateway, lambda } = target().clients;
  const { items = [] } = await apiGateway.send(new GetResourcesCommand({ restApiId, embed: ["methods"] }));
  const integrationOf = (path: string) =>
    items.find((one) => one.path === path)?.resourceMethods?.["GET"]?.methodIntegration;
  expect(integrationOf("/ticks")).toMatchObject({
    responseTransferMode: "STREAM",
    timeoutInMillis: 900_000,
    uri: expect.stringMatching(/2021-11-15\/functions\/.*\/response-streaming-invocations$/),
  });
  expect(integrationOf("/mine")).toMatchObject({
    timeoutInMillis: 29_000,
    uri: expect.stringMatching(/2015-03-31\/functions\/.*\/invocations$/),
  });
  const environmentOf = async (name: string) => {
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return Object.keys(Environment?.Variables ?? {}).sort();
  };
  expect(await environmentOf("shop-prod-ticks")).toEqual(["GATEWRIGHT_API", "GATEWRIGHT_STREAM"]);
  expect(await environmentOf("shop-prod-all")).toEqual(["GATEWRIGHT_API"]);
});

test("a stream's pieces arrive as they are made, with the API's headers", async () => {
  const response = await fetch(`${url}/ticks`, { headers: { Origin: "https://a.example" } });
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream",
    "access-control-allow-origin": "https://a.example",
    "x-frame-options": "DENY",
  });
  const pieces: string[] = [];
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) pieces.push(decoder.decode(piece));
  expect(pieces).toEqual(["data: 1\n\n", "data: 2\n\n"]);
});

test.each(["/", "/mine", "/nowhere"])(
  "%s answers another site's page with the API's headers",
  async (path) => {
    const response = await fetch(`${url}${path}`, { headers: { Origin: "https://a.example" } });
    await response.text();
    expect(response.headers.get("x-frame-options")).toBe("DENY");
  },
);

test("a caller is let in by the authorizer that was deployed", async () => {
  const call = (headers: Readonly<Record<string, string>>) => fetch(`${url}/mine`, { headers });
  expect((await call({})).status).toBe(401);
  const answer = await call({ Authorization: "anything" });
  expect([answer.status, await answer.text()]).toEqual([200, "mine"]);
});

test("an environment variable that somebody else has set stays", async () => {
  const { lambda } = target().clients;
  const FunctionName = "shop-prod-all";
  const variables = async () =>
    (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Environment?.Variables ?? {};
  const ours = await variables();
  const Variables = { TABLE: "orders" };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  if (project === undefined) throw new Error("not loaded");
  const [result] = await deployProject(project, target());
  expect(result?.calls).toBe(1);
  expect(await variables()).toEqual({ ...ours, TABLE: "orders" });
});
