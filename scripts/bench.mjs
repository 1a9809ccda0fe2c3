// npm run bench -- <topic> [--json]: one topic of benchmarks/, side by side with peers; `--json` adds a last line for machines.
// What benchmarks/ installs is its own, and installed only here.
import { join } from "node:path";
import { install, root, run, setup } from "./setup.mjs";

/** The packages that each topic measures. */
const runtime = ["@gatewright/runtime"];
const measured = {
  templates: ["@gatewright/mapping-template"],
  runtime,
  "cold-start": runtime,
  types: runtime,
  gateway: ["gatewright"],
  "control-plane": ["gatewright"],
};

/** What a topic installs besides, because no other needs it. */
const peers = { gateway: ["gateway/serverless-offline"] };

const folder = join(root, "benchmarks");
const [topic, ...options] = process.argv.slice(2);
const packages = measured[topic];
const unknown = options.filter((option) => option !== "--json");

if (packages === undefined || unknown.length > 0) {
  const wrong = packages === undefined ? `the topic ${topic ?? "(none given)"}` : `the option ${unknown[0]}`;
  console.error(
    `npm run bench does not know ${wrong}. Write: npm run bench -- ${Object.keys(measured).join("|")} [--json]`,
  );
  process.exitCode = 2;
} else if (
  setup() &&
  [folder, ...(peers[topic] ?? []).map((peer) => join(folder, peer))].every(install) &&
  build()
) {
  run("node", [join(folder, `${topic}.ts`), ...options]);
}

function build() {
  const filters = packages.map((name) => `--filter=${name}`);
  return run("turbo", ["run", "build", "--output-logs=errors-only", ...filters]);
}
