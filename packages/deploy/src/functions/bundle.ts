import { join, relative, sep } from "node:path";
import { type BuildFailure, type BuildOptions, build, type Message } from "esbuild";
import { DeployError } from "../errors.ts";
import { dropRoutes } from "./drop-routes.ts";
import { type CodeArchive, zip } from "./zip.ts";

/**
 * Bundles one function file into a Lambda deployment package: a zip archive with one ES module, `index.mjs`,
 * that exports `handler` and has everything it imports inside. The same sources give the same bytes in any
 * folder and in any time zone.
 *
 * @param directory the project's folder, absolute
 * @param file the function's file, relative to the folder, with "/"
 * @param options.withApi whether the function answers as its environment says (`settingsVariable`)
 * @throws DeployError `InvalidSource`
 */
export async function bundleFunction(
  directory: string,
  file: string,
  options: { readonly withApi?: boolean } = {},
): Promise<CodeArchive> {
  const from = `from ${JSON.stringify(`./${file}`)};`;
  const text = await runEsbuild(directory, {
    stdin: {
      contents: options.withApi
        ? `import { withApi } from "@gatewright/runtime/with-api"; import { handler as own } ${from} export const handler = withApi(own);`
        : `export { handler } ${from}`,
      resolveDir: directory,
      loader: "ts",
    },
    minify: true,
    legalComments: "none",
    plugins: [dropRoutes()],
  });
  return zip({ "index.mjs": new TextEncoder().encode(needsRequire(text) ? requireBanner + text : text) });
}

/**
 * Bundles for Node with the settings that loading and packaging share, and returns the module's text.
 *
 * @throws DeployError `InvalidSource` with file, line and column of each mistake
 */
export async function runEsbuild(directory: string, options: BuildOptions): Promise<string> {
  try {
    const result = await build({
      bundle: true,
      format: "esm",
      platform: "node",
      // The oldest Node that the runtime supports, so that a bundle never depends on the machine that made it.
      target: "node22",
      charset: "utf8",
      absWorkingDir: directory,
      logLevel: "silent",
      ...options,
      write: false,
    });
    return result.outputFiles[0]?.text ?? "";
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = error.errors.map((message) => describeMessage(directory, message));
    throw new DeployError("InvalidSource", messages.join("\n"), { cause: error });
  }
}

function describeMessage(directory: string, { text, location }: Message): string {
  if (location === null) return text;
  const file = relative(directory, join(directory, location.file)).split(sep).join("/");
  return `${file}:${location.line}:${location.column + 1}: ${text}`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

/** esbuild puts this sentence into a module in which some CommonJS code calls `require` at run time. */
function needsRequire(text: string): boolean {
  return text.includes('Dynamic require of "');
}

const requireBanner =
  'import{createRequire as gatewrightRequire}from"node:module";const require=gatewrightRequire(import.meta.url);\n';
