import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shown } from "./show.ts";

const bin = createRequire(import.meta.url).resolve("gatewright/bin/gatewright.js");
const project = join(import.meta.dirname, "..", "examples", "first-route");

let gateway: ChildProcess;
let endpoint: string;

beforeAll(async () => {
  const args = [bin, "gateway", "--port", "0", "--no-data", "--json"];
  gateway = spawn(process.execPath, args, { cwd: "/", stdio: ["ignore", "pipe", "ignore"] });
  if (gateway.stdout === null) throw new Error("The gateway has no output.");
  const [line] = await once(createInterface(gateway.stdout), "line");
  endpoint = JSON.parse(line).url;
});

afterAll(async () => {
  const ended = once(gateway, "exit");
  gateway.kill("SIGTERM");
  await ended;
});

const run = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, args, { cwd: project })).stdout;

/** What is another one on each run, as the page has it. */
const usual = (text: string, api: string) =>
  text.replaceAll(endpoint, "http://127.0.0.1:4566").replaceAll(api, "abc123");

test("the project deploys, and is called by curl and by the client, as the page says", async () => {
  const deployed = await run(bin, "deploy", "--endpoint-url", endpoint);
  const [url = "", api = ""] = /http:\S+\/restapis\/(\w+)\S+/.exec(deployed) ?? [];
  const progress = /^ {2}shop: \d+ of \d+ calls\n/gm;
  const plan = usual(deployed, api)
    .replaceAll(progress, "")
    .replaceAll(/[\d.]+ (?=kB|calls)/g, "… ");
  await shown("first-route", "deploy.txt", plan);

  const found = await fetch(`${url}/orders/1`);
  expect([found.status, await found.text()]).toEqual([200, '{"id":"1","sku":"teapot","count":2}']);
  const missing = await fetch(`${url}/orders/2`);
  expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);

  await shown("first-route", "call.txt", await run("src/call.ts", url));
  expect(await run(bin, "deploy", "--endpoint-url", endpoint)).toContain("nothing to change");
});

test("the client in the examples is what the routes say", async () => {
  await run(bin, "client", "--check");
});
