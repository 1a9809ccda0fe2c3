// How soon a local gateway answers after its start, and how long a call of its control plane takes.
import { type ChildProcess, spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { median } from "./lib/measure.ts";
import { table, threeDigits } from "./lib/table.ts";
import { temporaryFolder } from "./lib/temporary-folder.ts";

const starts = 15;
const calls = 300;
/** Resources that other APIs have while the calls are timed: 100 APIs of 300 routes. */
const neighbours = { apis: 100, resources: 300 };

const main = join(import.meta.dirname, "../packages/cli/dist/main.js");
const agent = new Agent({ keepAlive: true });

const beyondNode = await startToFirstAnswer();
const timings = [
  { name: "one API, in memory", ...(await timeCalls(["--no-data"], false)) },
  { name: "100 other APIs of 300 resources, in memory", ...(await timeCalls(["--no-data"], true)) },
  { name: "one API, on disk", ...(await timeCalls(["--data", temporaryFolder()], false)) },
];
agent.destroy();

console.log(
  table(
    ["start to first answer", "ms"],
    [
      ["node -e 0", threeDigits(beyondNode.node)],
      ["gateway", threeDigits(beyondNode.gateway)],
      ["beyond Node", threeDigits(beyondNode.over)],
    ],
  ),
);
console.log(
  `\n${table(
    ["median ms over HTTP", "CreateResource", "PutMethod", "GetResources"],
    timings.map(({ name, createResource, putMethod, getResources }) => [
      name,
      ...[createResource, putMethod, getResources].map(threeDigits),
    ]),
  )}`,
);
if (process.argv.includes("--json")) {
  const round = (value: number) => Math.round(value * 100) / 100;
  console.log(
    JSON.stringify({
      topic: "control-plane",
      millisecondsToFirstAnswerBeyondNode: round(beyondNode.over),
      millisecondsACall: Object.fromEntries(
        timings.map(({ name, ...times }) => [
          name,
          Object.fromEntries(Object.entries(times).map(([call, value]) => [call, round(value)])),
        ]),
      ),
    }),
  );
}

/** Medians of milliseconds; the difference is taken within a round, so that a slow moment meets both. */
async function startToFirstAnswer() {
  const rounds: { readonly node: number; readonly gateway: number }[] = [];
  for (let round = 0; round < starts; round += 1) {
    const node = await timed(() => exited(spawn(process.execPath, ["-e", "0"])));
    const gateway = await timed(async () => {
      const { child, url } = await startGateway(["--no-data"]);
      await call(url, "GET", "/restapis");
      return child;
    });
    await end(gateway.result);
    rounds.push({ node: node.milliseconds, gateway: gateway.milliseconds });
  }
  return {
    node: median(rounds.map(({ node }) => node)),
    gateway: median(rounds.map(({ gateway }) => gateway)),
    over: median(rounds.map(({ node, gateway }) => gateway - node)),
  };
}

async function timeCalls(options: readonly string[], withNeighbours: boolean) {
  const { child, url } = await startGateway(options);
  if (withNeighbours) {
    for (let index = 0; index < neighbours.apis; index += 1) {
      const { id, rootResourceId } = await call(url, "POST", "/restapis", { name: `neighbour ${index}` });
      for (let part = 0; part < neighbours.resources; part += 1) {
        await call(url, "POST", `/restapis/${id}/resources/${rootResourceId}`, { pathPart: `r${part}` });
      }
    }
  }
  const { id, rootResourceId } = await call(url, "POST", "/restapis", { name: "measured" });
  const samples = { createResource: [] as number[], putMethod: [] as number[], getResources: [] as number[] };
  for (let index = 0; index < calls; index += 1) {
    const created = await timed(() =>
      call(url, "POST", `/restapis/${id}/resources/${rootResourceId}`, { pathPart: `r${index}` }),
    );
    const put = await timed(() =>
      call(url, "PUT", `/restapis/${id}/resources/${created.result["id"]}/methods/GET`, {
        authorizationType: "NONE",
      }),
    );
    const listed = await timed(() => call(url, "GET", `/restapis/${id}/resources?limit=500`));
    samples.createResource.push(created.milliseconds);
    samples.putMethod.push(put.milliseconds);
    samples.getResources.push(listed.milliseconds);
  }
  await end(child);
  return {
    createResource: median(samples.createResource),
    putMethod: median(samples.putMethod),
    getResources: median(samples.getResources),
  };
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly milliseconds: number }> {
  const begin = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - begin };
}

async function startGateway(options: readonly string[]) {
  const child = spawn(process.execPath, [main, "gateway", "--port", "0", "--json", ...options], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return { child, url: new URL(JSON.parse(text).url) };
}

async function end(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  await exited(child);
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once("exit", () => resolve());
  });
}

function call(url: URL, method: string, path: string, body?: object): Promise<{ [name: string]: unknown }> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request({ host: url.hostname, port: url.port, agent, method, path, headers }, (response) => {
      let answer = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        answer += chunk;
      });
      response.on("end", () => {
        if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(answer));
        else reject(new Error(`${method} ${path} was answered ${response.statusCode}: ${answer}`));
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}
