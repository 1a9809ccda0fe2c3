import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

export interface Bundle {
  /** Where it is, ready to be imported. */
  readonly file: string;
  readonly bytes: number;
}

export interface BundleOptions {
  readonly folder: string;
  /** Packages that are left out. */
  readonly external?: readonly string[];
  /** `cjs` for dependencies that `require` what node has built in. */
  readonly format?: "esm" | "cjs";
  /** Packages that stand for others. */
  readonly alias?: Readonly<Record<string, string>>;
}

/** The sources of the runtime: those of this repository, or of another checkout by `--runtime <folder>`. */
export const runtime = argument("--runtime") ?? join(import.meta.dirname, "../../packages/runtime");

/** What the runtime exports, by its sources: nothing needs to be built. */
const sources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries<{ readonly default: string }>(
    JSON.parse(readFileSync(join(runtime, "package.json"), "utf8")).exports,
  ).map(([name, { default: built }]) => [
    join("@gatewright/runtime", name),
    join(runtime, "src", `${basename(built, ".js")}.ts`),
  ]),
);

/** Bundles a function as `deploy` does it: minified, for node, with its dependencies. */
export async function bundle(
  entry: string,
  { folder, external = [], format = "esm", alias = {} }: BundleOptions,
): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format,
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    alias: { ...sources, ...alias },
    // Where the packages that stand for others are looked up.
    absWorkingDir: join(import.meta.dirname, ".."),
    // The SDK is on Lambda already.
    external: ["@aws-sdk/*", ...external],
    write: false,
    logLevel: "error",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${entry} makes no bundle`);
  const extension = format === "cjs" ? "cjs" : "mjs";
  const file = join(folder, `${basename(entry, ".ts")}.${extension}`);
  writeFileSync(file, output.contents);
  return { file, bytes: output.contents.byteLength };
}

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
