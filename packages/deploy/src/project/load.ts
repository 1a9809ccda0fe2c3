import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runEsbuild } from "../functions/bundle.ts";
import { resolveProject } from "./check-project.ts";
import { bundleName, entryName, runChild, startName } from "./load-child.ts";
import type { Project } from "./project.ts";
import { findProjectFiles, type ProjectFiles } from "./project-files.ts";

export interface LoadOptions {
  /** Relative to the project's folder. Default `src/api.ts`. */
  readonly apiFile?: string;
  /** How long the project's modules may take to load. Default 20,000 ms. */
  readonly timeoutMilliseconds?: number;
}

/**
 * Reads a project: a folder with `src/api.ts`, which exports one or more `api(...)`, and `src/functions/*.ts`, each
 * of which exports a `handler`. The modules run in a child process of their own, with none of this process's
 * environment but the search path, locale and temporary folder: there are no credentials in it.
 *
 * @param directory the project's folder
 * @throws DeployError `NoApiFile`, `NoApi`, `DuplicateApi`, `InvalidSource`, `LoadFailed`, `LoadTimeout`,
 *   `NotAHandler`, `AuthorizerWithoutFunction`, `AuthorizerWithTwoFunctions`, `AuthorizerWithoutRoute`,
 *   `DuplicateAuthorizer`, `RouteWithoutFunction`, `RouteWithTwoFunctions`, `RouteWithoutApi`, `ConflictingPaths`, or a code
 *   of the runtime's own for a mistake in a route (`DuplicateRoute`, `InvalidPath`, …); `problems` has all that were found
 */
export async function loadProject(directory: string, options: LoadOptions = {}): Promise<Project> {
  const { apiFile = "src/api.ts", timeoutMilliseconds = 20_000 } = options;
  const root = resolve(directory);
  const files = await findProjectFiles(root, apiFile);
  const source = await runEsbuild(root, {
    stdin: { contents: entrySource(files), resolveDir: root, sourcefile: entryName, loader: "ts" },
    packages: "external",
    sourcemap: "inline",
    sourcesContent: false,
    // Sources are named as seen from where the bundle is written, so that stack traces find them.
    outfile: join(root, cacheFolder, "load-0", bundleName),
  });
  // In the project's own node_modules, so that the packages that stay external resolve as they do for the project.
  await mkdir(join(root, cacheFolder), { recursive: true });
  const folder = await mkdtemp(join(root, cacheFolder, "load-"));
  try {
    await writeFile(join(folder, bundleName), source);
    await writeFile(join(folder, startName), startSource(apiFile));
    const report = await runChild(root, folder, timeoutMilliseconds);
    return { directory: root, apis: resolveProject(report, apiFile) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const cacheFolder = "node_modules/.cache/gatewright";

/** The module that the child process starts with: packages that cannot be imported fail before the bundle runs. */
function startSource(apiFile: string): string {
  return `
try {
  await import("./${bundleName}");
} catch (error) {
  process.send({ type: "failed", file: ${JSON.stringify(apiFile)}, message: String(error?.message ?? error), stack: String(error?.stack ?? "") });
}
process.send(null, () => process.exit(0));
`;
}

/** The module that is bundled with the project: it imports all files, late and one by one. */
function entrySource({ apiFile, functionFiles }: ProjectFiles): string {
  // Without an ending: the module is `.ts` in the sources and `.js` in the build, and esbuild finds either.
  const reportModule = join(dirname(fileURLToPath(import.meta.url)), "report");
  const load = (file: string) => `[${JSON.stringify(file)}, () => import(${JSON.stringify(`./${file}`)})]`;
  return `
import { report } from ${JSON.stringify(reportModule)};
await report(
  {
    loadDescribe: () => import("@gatewright/runtime/describe"),
    api: ${load(apiFile)},
    functions: [${functionFiles.map(load).join(", ")}],
  },
  (message) => process.send(message),
);
`;
}
