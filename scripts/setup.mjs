// Installs what the lockfile says, once. Runs on Node 20 too: the Node that the project itself uses is one of the
// things installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const bin = join(root, "node_modules", ".bin");

/** The environment for child processes: the project's own tools, its Node first of all. */
export const env = {
  ...process.env,
  PATH: [bin, process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: "1",
};

/** Whether everything of the project is installed now. */
export const setup = () => install(root);

/** Installs what a folder's lockfile says, unless that has been done already; whether it is installed now. */
export const install = (folder) => {
  const stamp = join(folder, "node_modules", ".setup");
  const lockfile = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile) return true;
  console.log(`Installing what ${relative(process.cwd(), join(folder, "package-lock.json"))} says …`);
  // Errors only: a Node older than some tool wants is no matter, since they run on the Node installed here.
  const args = ["ci", "--loglevel=error", "--no-audit", "--no-fund"];
  const installed = run("npm", args, { cwd: folder, env: process.env });
  // Written last, so that an interrupted installation is begun anew.
  if (installed) writeFileSync(stamp, lockfile);
  return installed;
};

/** Runs a command to its end on this terminal. Where it fails, this process will end with its exit code. */
export const run = (command, args, options = {}) => {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
    ...options,
  });
  if (error) throw error;
  if (status !== 0) process.exitCode = status ?? 1;
  return status === 0;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
