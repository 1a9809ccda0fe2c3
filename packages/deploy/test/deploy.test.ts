import { CreateRestApiCommand, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, DeleteFunctionCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { describe, expect, test } from "vitest";
import { zip } from "../src/functions/zip.ts";
import {
  deployProject,
  destroyProject,
  loadProject,
  type Progress,
  planDestroy,
  planProject,
  renderPlan,
} from "../src/index.ts";
import { useGateway, watch } from "./gateway.ts";
import { fill, temporaryProject, temporaryShop } from "./temporary-project.ts";

const { target } = useGateway();

async function answer(url: string): Promise<{ status: number; type: string | null; body: unknown }> {
  const response = await fetch(url);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}

describe("a project", () => {
  test("is deployed, and answers", async () => {
    const project = await loadProject(await temporaryShop());
    const progress: Progress[] = [];
    const [result] = await deployProject(project, target(), {
      stage: "first",
      onProgress: (step) => progress.push(step),
    });
    expect(result).toMatchObject({ api: "shop", stage: "first", region: "us-east-1" });
    expect(result?.url).toBe(`${target().endpoint}/restapis/${result?.restApiId}/first/_user_request_`);
    expect(progress.map(({ index }) => index)).toEqual(
      Array.from({ length: result?.calls ?? 0 }, (_, index) => index),
    );
    const url = result?.url ?? "";

    expect(await answer(`${url}/`)).toMatchObject({ status: 200, body: { message: "Hello from Lambda!" } });
    expect(await answer(`${url}/greeting?greeter=me`)).toMatchObject({
      status: 200,
      body: { message: "Hello, me!" },
    });
    expect(await answer(`${url}/greeting?greeter=`)).toMatchObject({
      status: 200,
      body: { message: "Hello, World!" },
    });
    expect(await answer(`${url}/greeting`)).toMatchObject({
      status: 400,
      type: "application/problem+json",
      body: { status: 400, code: "MissingGreeter", detail: "Missing the required greeter parameter." },
    });
    expect(await answer(`${url}/greeting?greeter=nobody`)).toMatchObject({
      status: 404,
      body: { code: "NobodyHome" },
    });
    expect((await fetch(`${url}/orders/c1/items`, { method: "POST" })).status).toBe(403);
    expect(await answer(`${url}/nowhere`)).toMatchObject({
      status: 403,
      body: { message: "Missing Authentication Token" },
    });
  });

  test("takes and gives bytes as they are", async () => {
    const directory = await temporaryProject({
      "src/api.ts": `
        import { api, binary, bytes, get, post } from "@gatewright/runtime";
        export const echo = post("/echo", { input: { file: binary("image/png") }, output: bytes("image/png") });
        export const plain = get("/plain", { output: bytes("application/pdf") });
        export const files = api({ name: "files", routes: { echo, plain } });`,
      "src/functions/echo.ts": `
        import { echo } from "../api.ts";
        export const handler = echo.handler(({ input }) => input.file);`,
      "src/functions/plain.ts": `
        import { plain } from "../api.ts";
        export const handler = plain.handler(() => Uint8Array.of(0, 255, 10));`,
    });
    const [result] = await deployProject(await loadProject(directory), target());
    const sent = Uint8Array.of(0, 255, 254, 10, 13, 128);
    const headers = { "content-type": "image/png", accept: "image/png" };
    const answered = await fetch(`${result?.url}/echo`, { method: "POST", headers, body: sent });
    expect({
      type: answered.headers.get("content-type"),
      bytes: new Uint8Array(await answered.arrayBuffer()),
    }).toEqual({ type: "image/png", bytes: sent });
    // Who accepts anything gets text.
    const any = await fetch(`${result?.url}/plain`);
    expect(await any.text()).toBe("AP8K");
  });

  test("that is deployed already is left alone", async () => {
    const project = await loadProject(await temporaryShop());
    await deployProject(project, target(), { stage: "again" });
    const watched = watch(target());
    const [result] = await deployProject(project, target(), { stage: "again" });
    const [plan] = await planProject(project, target(), { stage: "again" });
    watched.stop();
    expect(watched.mutations).toEqual([]);
    expect(result).toMatchObject({ changes: [], calls: 0 });
    expect(plan).toMatchObject({
      changes: [],
      calls: [],
      routes: { total: 3, added: 0, changed: 0, removed: 0 },
    });
  });

  test("that has changed is changed where it has, and nowhere else", async () => {
    const directory = await temporaryShop();
    await deployProject(await loadProject(directory), target(), { stage: "change" });
    const greet = `
      import { greet } from "../routes.ts";
      export const handler = greet.handler(() => ({ message: "Changed" }));`;
    await fill(directory, { "src/functions/greet.ts": greet });
    const project = await loadProject(directory);
    const [plan] = await planProject(project, target(), { stage: "change" });
    expect(plan === undefined ? [] : renderPlan(plan)).toEqual([
      "shop · stage change · us-east-1      3 routes, 1 to change      1 call",
      "  ~ GET  /greeting   function greet: code changed",
    ]);
    const watched = watch(target());
    const [result] = await deployProject(project, target(), { stage: "change" });
    watched.stop();
    expect(watched.mutations).toEqual(["UpdateFunctionCodeCommand"]);
    expect(await answer(`${result?.url}/greeting`)).toMatchObject({ body: { message: "Changed" } });
    expect(await answer(`${result?.url}/`)).toMatchObject({ status: 200 });
  });

  test("that has lost a route loses it, and the function that served it", async () => {
    const directory = await temporaryShop();
    const [before] = await deployProject(await loadProject(directory), target(), { stage: "remove" });
    await fill(directory, {
      "src/api.ts": `
        import { api } from "@gatewright/runtime";
        import { hello, item } from "./routes.ts";
        export const shop = api({ name: "shop", stage: "test", endpointType: "REGIONAL", routes: { hello, item } });`,
      "src/functions/greet.ts": "export {};",
    });
    const [after] = await deployProject(await loadProject(directory), target(), { stage: "remove" });
    expect(after?.url).toBe(before?.url);
    expect(await answer(`${after?.url}/greeting`)).toMatchObject({ status: 403 });
    expect(await answer(`${after?.url}/`)).toMatchObject({ status: 200 });
    expect(await functionsOf("shop-remove-")).toEqual(["shop-remove-hello"]);
  });

  test("can be removed: all of it, and nothing else", async () => {
    const { apiGateway, lambda, iam } = target().clients;
    const { id: foreignId } = await apiGateway.send(new CreateRestApiCommand({ name: "shop" }));
    const project = await loadProject(await temporaryShop());
    await deployProject(project, target(), { stage: "gone" });
    await deployProject(project, target(), { stage: "gone-not" });
    const [removal] = await planDestroy(project, target(), { stage: "gone" });
    const [result] = await destroyProject(project, target(), { stage: "gone" });
    expect(removal?.changes).toEqual(result?.changes);
    expect(result?.changes.map(({ sign }) => sign)).toEqual(["-", "-", "-", "-", "-", "-", "-"]);
    expect(await functionsOf("shop-gone-")).toEqual(["shop-gone-not-greet", "shop-gone-not-hello"]);
    const { items = [] } = await apiGateway.send(new GetRestApisCommand({ limit: 500 }));
    expect(items.map(({ id }) => id)).toContain(foreignId);
    expect(items.filter(({ tags }) => tags?.["gatewright:stage"] === "gone")).toEqual([]);
    await expect(
      iam.send(new GetRoleCommand({ RoleName: "gatewright-shop-gone-us-east-1" })),
    ).rejects.toThrow();
    expect(await destroyProject(project, target(), { stage: "gone" })).toMatchObject([
      { changes: [], calls: 0 },
    ]);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "shop-gone-not-greet" }));
  });

  test("with a role of its own makes none", async () => {
    const project = await loadProject(await temporaryShop());
    const roleArn = "arn:aws:iam::123456789012:role/own";
    const watched = watch(target());
    await deployProject(project, target(), { stage: "role", roleArn });
    watched.stop();
    expect(watched.mutations.filter((name) => name.includes("Role"))).toEqual([]);
  });

  test("does not touch a function of its name that is somebody else's", async () => {
    const Code = {
      ZipFile: zip({ "index.mjs": new TextEncoder().encode("export const handler = () => 1;") }).bytes,
    };
    const Role = "arn:aws:iam::123456789012:role/own";
    await target().clients.lambda.send(
      new CreateFunctionCommand({
        FunctionName: "shop-taken-greet",
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Role,
        Code,
      }),
    );
    const project = await loadProject(await temporaryShop());
    const watched = watch(target());
    await expect(deployProject(project, target(), { stage: "taken" })).rejects.toMatchObject({
      code: "NotOurs",
      message: expect.stringMatching(
        /^There is a function named shop-taken-greet already, and it is not tagged as part of shop, stage taken\./,
      ),
    });
    watched.stop();
    expect(watched.mutations).toEqual([]);
  });
});

async function functionsOf(prefix: string): Promise<readonly string[]> {
  const { Functions = [] } = await target().clients.lambda.send(new ListFunctionsCommand({}));
  return Functions.flatMap(({ FunctionName = "" }) =>
    FunctionName.startsWith(prefix) ? [FunctionName] : [],
  ).sort();
}
