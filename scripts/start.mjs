// npm start: deploys apps/hello-world to the local API Gateway and calls every endpoint of it.
// npm start -- --keep leaves the gateway up.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { env, root, run, setup } from "./setup.mjs";

const keep = process.argv.includes("--keep");
const unknown = process.argv.slice(2).filter((argument) => argument !== "--keep");
if (unknown.length > 0) {
  console.error(`npm start knows the option --keep and not ${unknown.join(" ")}.`);
  process.exit(2);
}

const cli = join(root, "packages", "cli", "bin", "gatewright.js");
const folder = join(root, ".gatewright");

if (setup() && run("turbo", ["run", "build", "--output-logs=errors-only"])) await start();

async function start() {
  const running = await registered();
  const gateway = running ?? (await startGateway());
  process.once("SIGINT", () => {
    // The child that runs gets the signal too; the gateway, in a session of its own, does not.
    if (!running) process.kill(gateway.pid, "SIGTERM");
    process.exit(130);
  });
  console.log(`\nLocal API Gateway: ${gateway.url}${running ? " (it was running already)" : ""}\n`);
  const deployed = run("turbo", ["run", "deploy", "--filter=hello-world", "--output-logs=new-only"]);
  if (deployed) {
    console.log("\nCalls, through the generated client:\n");
    const app = join(root, "apps", "hello-world");
    // A second deployment changes nothing and says where everything is.
    const { stdout } = spawnSync("node", [cli, "deploy", "--json"], { cwd: app, env, encoding: "utf8" });
    run("node", ["src/call.ts", ...JSON.parse(stdout).map(({ url }) => url)], { cwd: app });
  }
  if (running || keep)
    console.log(`\nThe local API Gateway stays up: ${gateway.url}  (end it with: kill ${gateway.pid})`);
  else await stop(gateway.pid);
}

/** The gateway that says in the project's folder that it runs, if it answers. */
async function registered() {
  try {
    const gateway = JSON.parse(readFileSync(join(folder, "gateway.json"), "utf8"));
    const answer = await fetch(`${gateway.url}/_gatewright/health`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? gateway : undefined;
  } catch {
    return undefined;
  }
}

async function startGateway() {
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, "gateway.log");
  const log = openSync(logFile, "a");
  const logStart = statSync(logFile).size;
  const child = spawn("node", [cli, "gateway", "--port", "0"], {
    cwd: root,
    env,
    // Its own session, so that it can outlive this one; it is ended below unless it is to be kept.
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  let ended;
  child.on("exit", (code) => {
    ended = code ?? 1;
  });
  for (let attempt = 0; attempt < 300 && ended === undefined; attempt++) {
    const gateway = await registered();
    if (gateway?.pid === child.pid) return gateway;
    await sleep(100);
  }
  if (ended === undefined) process.kill(child.pid);
  const said = readFileSync(logFile).subarray(logStart).toString().trim();
  console.error(`The local API Gateway did not start. ${said || `It said nothing; its log is ${logFile}`}`);
  process.exit(1);
}

async function stop(pid) {
  process.kill(pid, "SIGTERM");
  for (let attempt = 0; attempt < 100 && isAlive(pid); attempt++) await sleep(50);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
