import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runtime } from "../lib/bundle.ts";
import type { Program } from "./generate.ts";

const modules = join(import.meta.dirname, "../node_modules");

export const compilers = {
  ts6: { script: join(modules, "typescript-6/bin/tsc"), flags: [] },
  ts7: { script: join(modules, "typescript/bin/tsc"), flags: ["--singleThreaded"] },
} as const;

export type Compiler = keyof typeof compilers;

const options = {
  target: "es2024",
  lib: ["es2024"],
  module: "nodenext",
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
};

/** Declares the runtime as its users get it, and puts it beside what all programs import. */
export function prepare(folder: string): void {
  symlinkSync(modules, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  const outDir = join(folder, "runtime");
  const sources = ["index.ts"].map((file) => join(runtime, "src", file));
  const flags = {
    ...{ target: "es2024", module: "nodenext", types: "node", outDir, rootDir: join(runtime, "src") },
    ...{ strict: true, declaration: true, emitDeclarationOnly: true, noCheck: true, skipLibCheck: true },
    ...{
      exactOptionalPropertyTypes: true,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    },
  };
  const given = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);

  execFileSync(process.execPath, [compilers.ts7.script, ...given, "--ignoreConfig", ...sources], {
    cwd: join(runtime, "src"),
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** Writes a program; returns its folder. */
export function write(folder: string, name: string, program: Program): string {
  const own = join(folder, name);
  for (const [path, text] of program) {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), text);
  }
  const paths = { "@gatewright/runtime": [join(folder, "runtime/index.d.ts")] };
  const config = { compilerOptions: { ...options, paths }, files: [...program.keys()] };
  writeFileSync(join(own, "tsconfig.json"), JSON.stringify(config));
  return own;
}

export interface Cost {
  readonly instantiations: number;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Checks a program once. Throws where it has an error: what does not compile costs less. */
export function check(project: string, compiler: Compiler): Cost {
  const { script, flags } = compilers[compiler];
  const { status, stdout: output } = spawnSync(
    process.execPath,
    [script, "-p", project, ...flags, "--extendedDiagnostics"],
    { encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`${project} does not compile: ${output.slice(0, 500)}`);
  const figure = (name: string) => {
    const found = new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1];
    if (found === undefined) throw new Error(`No ${name} in ${output}`);
    return Number(found);
  };
  return {
    instantiations: figure("Instantiations"),
    seconds: figure("Check time"),
    megabytes: figure("Memory used") / 1024,
  };
}
