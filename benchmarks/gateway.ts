// What the local API Gateway takes beside a bare node:http server and serverless-offline, under the load of wrk.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import aws4 from "aws4";
import { deploy } from "./gateway/deployed.ts";
import { type Load, load } from "./gateway/load.ts";
import {
  type Server,
  startFloor,
  startGateway,
  startHop,
  startServerlessOffline,
} from "./gateway/processes.ts";
import { median } from "./lib/measure.ts";
import { table, threeDigits } from "./lib/table.ts";

const rounds = 5;
/** Rounds that are not counted: compilers and environments have settled by then, on every side. */
const warmUps = 3;
const seconds = 2;
/** Requests after which memory has to be flat. */
const manyRequests = 100_000;

/** `peer` is the path of the same function behind serverless-offline. */
const cases = [
  { name: "proxy", path: "/", peer: "/" },
  { name: "custom", path: "/greeting?greeter=me", peer: "/greeting?greeter=me" },
  { name: "mock", path: "/mock" },
  { name: "iam", path: "/whoami", signed: true },
] as const;

const data = mkdtempSync(join(realpathSync(tmpdir()), "gatewright-benchmark-"));
process.once("exit", () => rmSync(data, { recursive: true, force: true }));
const first = await startGateway(data, "/_gatewright/health");
const stage = await deploy(first.url);
await first.end();

const starts = await measureStarts();
const servers = {
  floor: await startFloor(),
  hop: await startHop(),
  ours: await startGateway(data, `${stage}/`),
  peer: await startServerlessOffline(),
};
try {
  const floor: Load[] = [];
  const hop: Load[] = [];
  const samples = cases.map((one) => ({ ...one, ours: [] as Load[], peers: [] as Load[] }));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const measure = async (loads: Load[], ...what: Parameters<typeof load>) => {
      const one = await load(...what);
      if (round >= warmUps) loads.push(one);
    };
    await measure(floor, `${servers.floor.url}/`, { seconds });
    await measure(hop, `${servers.hop.url}/`, { seconds });
    for (const { path, ours, peers, ...one } of samples) {
      const headers = "signed" in one ? sign(servers.ours, stage + path) : {};
      await measure(ours, servers.ours.url + stage + path, { seconds, headers });
      if ("peer" in one) await measure(peers, servers.peer.url + one.peer, { seconds });
    }
  }
  const before = servers.ours.memory();
  let sent = 0;
  while (sent < manyRequests) {
    const { requestsPerSecond } = await load(`${servers.ours.url}${stage}/`, { seconds: 5 });
    sent += requestsPerSecond * 5;
  }
  const after = servers.ours.memory();
  report(floor, hop, samples, { before, after, sent });
} finally {
  for (const server of Object.values(servers)) await server.end();
}

/** From the start of the process to the first 200 of the proxy function. */
async function measureStarts(): Promise<{ readonly ours: number; readonly peer: number }> {
  const samples = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const ours = await startGateway(data, `${stage}/`);
    samples.ours.push(ours.milliseconds);
    await ours.end();
    const peer = await startServerlessOffline();
    samples.peer.push(peer.milliseconds);
    await peer.end();
  }
  return { ours: median(samples.ours), peer: median(samples.peer) };
}

function sign({ url }: Server, path: string): Record<string, string> {
  const { host } = new URL(url);
  const signed = aws4.sign(
    { service: "execute-api", region: "us-east-1", method: "GET", host, path, headers: {} },
    { accessKeyId: "test", secretAccessKey: "test" },
  );
  const { Authorization, "X-Amz-Date": date } = signed.headers as Record<string, string>;
  return { Authorization: Authorization ?? "", "X-Amz-Date": date ?? "" };
}

function report(
  floor: readonly Load[],
  hop: readonly Load[],
  samples: readonly {
    readonly name: string;
    readonly ours: readonly Load[];
    readonly peers: readonly Load[];
  }[],
  memory: { readonly before: number; readonly after: number; readonly sent: number },
): void {
  const of = (loads: readonly Load[], member: keyof Load) => median(loads.map((one) => one[member]));
  // Within a round, so that a slow moment of the machine meets both.
  const ratio = (loads: readonly Load[], others: readonly Load[]) =>
    median(
      loads.map((one, round) => one.requestsPerSecond / (others[round]?.requestsPerSecond ?? Number.NaN)),
    );
  const [proxy = []] = samples.map(({ peers }) => peers);
  const results = samples.map(({ name, ours, peers }) => ({
    name,
    floorRatio: ratio(ours, floor),
    vsServerlessOffline: peers.length === 0 ? null : ratio(ours, peers),
    requestsPerSecond: of(ours, "requestsPerSecond"),
    p50: of(ours, "p50"),
    p99: of(ours, "p99"),
    peer: peers.length === 0 ? null : of(peers, "requestsPerSecond"),
  }));
  console.log(
    table(
      ["", "requests/s", "p50 ms", "p99 ms", "of the floor", "serverless-offline/s", "× serverless-offline"],
      [
        [
          "bare node:http",
          number(of(floor, "requestsPerSecond")),
          threeDigits(of(floor, "p50")),
          threeDigits(of(floor, "p99")),
          "1",
          "",
          "",
        ],
        [
          "and a hop",
          number(of(hop, "requestsPerSecond")),
          threeDigits(of(hop, "p50")),
          threeDigits(of(hop, "p99")),
          threeDigits(ratio(hop, floor)),
          "",
          threeDigits(ratio(hop, proxy)),
        ],
        ...results.map((one) => [
          one.name,
          number(one.requestsPerSecond),
          threeDigits(one.p50),
          threeDigits(one.p99),
          threeDigits(one.floorRatio),
          one.peer === null ? "" : number(one.peer),
          one.vsServerlessOffline === null ? "" : threeDigits(one.vsServerlessOffline),
        ]),
      ],
    ),
  );
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    `\nStart to the first 200: ${number(starts.ours)} ms, serverless-offline ${number(starts.peer)} ms.\n` +
      `Memory: ${megabytes(memory.before)}, and ${megabytes(memory.after)} after ${number(memory.sent)} requests more.`,
  );
  if (process.argv.includes("--json")) {
    console.log(
      JSON.stringify({
        topic: "gateway",
        cases: results.map(({ peer: _peer, ...one }) => one),
        hop: { floorRatio: ratio(hop, floor), vsServerlessOffline: ratio(hop, proxy) },
        startRatio: starts.ours / starts.peer,
        startMilliseconds: starts,
        memory,
      }),
    );
  }
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en");
}
