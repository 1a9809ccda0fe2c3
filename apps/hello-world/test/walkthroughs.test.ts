import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHelloWorld, type HelloWorld } from "../src/hello-world.client.ts";
import { createMyApi, type MyApi } from "../src/my-api.client.ts";

const bin = createRequire(import.meta.url).resolve("gatewright/bin/gatewright.js");
const app = join(import.meta.dirname, "..");
const local = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

let gateway: ChildProcess;
let helloWorldUrl: string;
let myApiUrl: string;
let helloWorld: HelloWorld;
let myApi: MyApi;

beforeAll(async () => {
  const args = [bin, "gateway", "--port", "0", "--no-data", "--json"];
  gateway = spawn(process.execPath, args, { cwd: "/", stdio: ["ignore", "pipe", "ignore"] });
  if (gateway.stdout === null) throw new Error("The gateway has no output.");
  const [line] = await once(createInterface(gateway.stdout), "line");
  const { url } = JSON.parse(line);
  const deploy = [bin, "deploy", "--json", "--endpoint-url", url];
  const { stdout } = await promisify(execFile)(process.execPath, deploy, { cwd: app });
  [helloWorldUrl, myApiUrl] = JSON.parse(stdout).map((deployed: { url: string }) => deployed.url);
  helloWorld = createHelloWorld({ url: helloWorldUrl });
  myApi = createMyApi({ url: myApiUrl, ...local });
});

afterAll(async () => {
  const ended = once(gateway, "exit");
  gateway.kill("SIGTERM");
  await ended;
});

const greeting = (body: string) => ({ statusCode: 200, headers: { "Content-Type": "*/*" }, body });

test.each([
  ["me", "Hello, me!"],
  ["", "Hello, World!"],
])("GET /greeting?greeter=%s greets with %j", async (greeter, body) => {
  expect(await helloWorld.greet({ greeter })).toEqual(greeting(body));
  const answer = await fetch(`${helloWorldUrl}/greeting?greeter=${greeter}`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(greeting(body));
});

test("GET /greeting without a greeter is the declared error", async () => {
  const answer = await fetch(`${helloWorldUrl}/greeting`);
  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({
    code: "MissingGreeter",
    detail: "Missing the required greeter parameter.",
  });
  const result = await helloWorld.greet.safe({});
  expect(result).toMatchObject({ ok: false, error: { code: "MissingGreeter", status: 400 } });
});

const values = [
  'a"b\\c',
  '{"x":1}',
  "é😀",
  "a&b=c",
  "O'Brien",
  "+ %20",
  "\n\r\t\u0000\u2028",
  "$input.body #set",
  '","@":{}',
];

test.each(values)("the value %j comes through both custom integrations unchanged", async (value) => {
  expect(await helloWorld.greet({ greeter: value })).toEqual(greeting(`Hello, ${value}!`));
  expect(await myApi.myResource({ myParam: value })).toEqual({
    statusCode: 200,
    body: JSON.stringify(value),
  });
});

test("GET / is the proxy integration's greeting, as JSON", async () => {
  const answer = await fetch(myApiUrl);
  expect({ status: answer.status, body: await answer.text() }).toEqual({
    status: 200,
    body: '"Hello from Lambda!"',
  });
  expect(await myApi.hello()).toBe("Hello from Lambda!");
});

test("GET /my-resource answers what the walkthrough says", async () => {
  const answer = await fetch(`${myApiUrl}/my-resource?myParam=Hello%20from%20API%20Gateway!`);
  expect(await answer.text()).toBe('{"statusCode":200,"body":"\\"Hello from API Gateway!\\""}');
});

test("GET /whoami knows a caller who signs, and refuses everybody else as API Gateway does", async () => {
  expect(await myApi.whoami()).toEqual({ arn: "arn:aws:iam::123456789012:user/local" });

  const unsigned = await fetch(`${myApiUrl}/whoami`);
  expect(unsigned.status).toBe(403);
  expect(await unsigned.json()).toEqual({ message: "Missing Authentication Token" });

  const mismatch = {
    ok: false,
    error: {
      status: 403,
      detail: expect.stringMatching(/^The request signature we calculated does not match/),
    },
  };
  const otherSecret = { ...local.credentials, secretAccessKey: "other" };
  expect(
    await createMyApi({ url: myApiUrl, ...local, credentials: otherSecret }).whoami.safe(),
  ).toMatchObject(mismatch);
  const tampering = (url: string, request: RequestInit) => fetch(`${url}?as=root`, request);
  expect(await createMyApi({ url: myApiUrl, ...local, fetch: tampering }).whoami.safe()).toMatchObject(
    mismatch,
  );
});

test("the clients in the repository are what the routes say", async () => {
  await promisify(execFile)(process.execPath, [bin, "client", "--check"], { cwd: app });
});
