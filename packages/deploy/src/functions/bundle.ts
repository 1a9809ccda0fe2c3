import { join, relative, sep } from "node:path";
import type { Uses } from "@gatewright/runtime/describe";
import { type BuildFailure, type BuildOptions, build, type Message, transform } from "esbuild";
import { DeployError } from "../errors.ts";
import { dropRoutes } from "./drop-routes.ts";
import { foldTexts } from "./fold-texts.ts";
import { type CodeArchive, zip } from "./zip.ts";

/** What is known of a function when it is bundled. */
export interface BundleOptions {
  /** Whether the function answers as its environment says (`settingsVariable`). */
  readonly withApi?: boolean;
  /** What its routes use; what they do not is left out. */
  readonly uses?: Partial<Uses>;
}

/**
 * Bundles one function file into a Lambda deployment package: a zip archive with one ES module, `index.mjs`,
 * that exports `handler` and has everything it imports inside. The same sources give the same bytes in any
 * folder and in any time zone.
 *
 * @param directory the project's folder, absolute
 * @param file the function's file, relative to the folder, with "/"
 * @throws DeployError `InvalidSource`
 */
export async function bundleFunction(
  directory: string,
  file: string,
  { withApi = false, uses = {} }: BundleOptions = {},
): Promise<CodeArchive> {
  const from = `from ${JSON.stringify(`./${file}`)};`;
  const text = await bundleModule(
    directory,
    {
      stdin: {
        contents: withApi
          ? `import { withApi } from "@gatewright/runtime/with-api"; import { handler as own } ${from} export const handler = withApi(own);`
          : `export { handler } ${from}`,
        resolveDir: directory,
        loader: "ts",
      },
    },
    // The errors of the API are those of each of its routes.
    withApi ? { ...uses, errors: true } : uses,
  );
  return zip({ "index.mjs": new TextEncoder().encode(text) });
}

/**
 * Bundles what a function needs into the text of one small module.
 *
 * @throws DeployError `InvalidSource` with file, line and column of each mistake
 */
export async function bundleModule(
  directory: string,
  options: BuildOptions,
  uses: Partial<Uses> = {},
): Promise<string> {
  const bundled = await runEsbuild(directory, {
    ...options,
    minifySyntax: true,
    minifyIdentifiers: true,
    plugins: [dropRoutes({ uses })],
  });
  // Once more, as one file: what only a branch needed that has been dropped since is dropped too. The first time the
  // comments stay in that say which calls are pure.
  const { code } = await transform(foldTexts(bundled), {
    format: "esm",
    platform: "node",
    target,
    charset: "utf8",
    legalComments: "none",
    minify: true,
    treeShaking: true,
  });
  return needsRequire(code) ? requireBanner + code : code;
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
      target,
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

/** The oldest Node that the runtime supports, so that a bundle never depends on the machine that made it. */
const target = "node22";

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
