import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Uses } from "@gatewright/runtime/describe";
import { bundleModule, runEsbuild } from "../../packages/deploy/src/functions/bundle.ts";

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

/** Bundles a function as `deploy` does it: without what its routes do not use. */
export async function bundle(entry: string, options: BundleOptions): Promise<Bundle> {
  const extension = options.format === "cjs" ? "cjs" : "mjs";
  const file = join(options.folder, `${basename(entry, ".ts")}.${extension}`);
  const text = await bundleText(entry, options, await usesOf(entry, options));
  writeFileSync(file, text);
  return { file, bytes: Buffer.byteLength(text) };
}

async function bundleText(entry: string, options: BundleOptions, uses: Partial<Uses>): Promise<string> {
  // Where the packages that stand for others are looked up.
  const directory = join(import.meta.dirname, "..");
  const settings = {
    entryPoints: [entry],
    mainFields: ["module", "main"],
    alias: { ...sources, ...options.alias },
    // The SDK is on Lambda already.
    external: ["@aws-sdk/*", ...(options.external ?? [])],
  };
  return options.format === "cjs"
    ? runEsbuild(directory, { ...settings, format: "cjs", minify: true })
    : bundleModule(directory, settings, uses);
}

/** What the routes of one of our functions use, as `deploy` learns it: it loads them to plan them. */
async function usesOf(entry: string, options: BundleOptions): Promise<Partial<Uses>> {
  const name = basename(entry, ".ts");
  if (!name.startsWith("gatewright")) return {};
  const whole = join(options.folder, `${name}.whole.mjs`);
  writeFileSync(whole, await bundleText(entry, { ...options, external: [] }, {}));
  const { handler } = await import(pathToFileURL(whole).href);
  const described = await import(pathToFileURL(join(runtime, "src/describe.ts")).href);
  // Another checkout may not know.
  return described.usesOf?.(handler) ?? {};
}

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
