import { fork } from "node:child_process";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { DeployError } from "../errors.ts";
import type { LoadMessage, LoadReport } from "./report.ts";

/** What stands in the folder that the child process runs from. */
export const startName = "start.mjs";
export const bundleName = "bundle.mjs";
/** The name of our own part of the bundle in stack traces. */
export const entryName = "gatewright-entry.ts";

/**
 * Loads a bundled project in a process of its own, and waits for what it reports.
 *
 * @param root the project's folder
 * @param folder where the bundle is
 * @throws DeployError `LoadFailed`, `LoadTimeout`, or the code of a mistake in a route
 */
export function runChild(root: string, folder: string, timeoutMilliseconds: number): Promise<LoadReport> {
  return new Promise((resolvePromise, reject) => {
    const child = fork(join(folder, startName), [], {
      cwd: root,
      env: childEnvironment(process.env),
      execArgv: ["--enable-source-maps", "--disable-warning=ExperimentalWarning"],
      // What the project prints is not ours to show, and must never mix with our own output.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    let file = "";
    let report: LoadReport | undefined;
    let failure: DeployError | undefined;
    const timer = setTimeout(() => {
      const seconds = timeoutMilliseconds / 1000;
      failure = new DeployError(
        "LoadTimeout",
        `${file}: loading it did not end within ${seconds} s. A module must not wait or loop while it is imported: move that into the handler.`,
      );
      child.kill("SIGKILL");
    }, timeoutMilliseconds);
    child.on("message", (message: LoadMessage | null) => {
      if (message?.type === "loading") file = message.file;
      else if (message?.type === "loaded") report = message.project;
      else if (message?.type === "refused") failure = routesRefused(message);
      else if (message?.type === "failed") failure = loadFailure(root, join(folder, bundleName), message);
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (failure !== undefined) reject(failure);
      else if (report !== undefined) resolvePromise(report);
      else reject(new DeployError("LoadFailed", `${file}: ${describeEnd(code, signal)}`));
    });
  });
}

function describeEnd(code: number | null, signal: string | null): string {
  // Node's own code for a module that waits when there is nothing left to wait for.
  if (code === 13) return "loading it waits, at its top level, for something that never happens.";
  const end = code === null ? `with signal ${signal}` : `with code ${code}`;
  return `the process ended ${end} while it was loaded. A module must not end its process.`;
}

function routesRefused({ file, mistakes }: LoadMessage & { type: "refused" }): DeployError {
  const problems = mistakes.map(({ code, message }) => ({ code, message: `${file}: ${message}` }));
  const text = problems.map(({ message }) => message).join("\n");
  return new DeployError(problems[0]?.code ?? "LoadFailed", text, { problems });
}

/** An exception of the user's code: its message, and the place in the user's own files that it came from. */
function loadFailure(root: string, bundle: string, failed: LoadMessage & { type: "failed" }): DeployError {
  const place = userFrame(root, failed.stack) ?? failed.file;
  const message = failed.message
    .replaceAll(pathToFileURL(bundle).href, failed.file)
    .replaceAll(bundle, failed.file);
  const missing = /^Cannot find package '([^']+)'/.exec(message)?.[1];
  const text =
    missing === undefined
      ? `${place}: ${message} (thrown while the file was loaded)`
      : `${place}: the package ${missing} is not installed. Run npm install ${missing} in ${basename(root)}.`;
  return new DeployError("LoadFailed", text);
}

function userFrame(root: string, stack: string): string | undefined {
  for (const line of stack.split("\n")) {
    const [, path, position] =
      /(?:\(|at )(?:async )?(?:file:\/\/)?([^()]+?):(\d+:\d+)\)?$/.exec(line.trim()) ?? [];
    if (path?.startsWith(`${root}/`) !== true) continue;
    const file = path.slice(root.length + 1);
    if (!file.includes("node_modules/") && file !== entryName) return `${file}:${position}`;
  }
  return undefined;
}

/** An allow-list, because nobody can list all the names under which credentials are kept. */
function childEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const allowed = ["PATH", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "SystemRoot", "NODE_ENV"];
  return Object.fromEntries(
    allowed.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
