import { readFile } from "node:fs/promises";
import type { Uses } from "@gatewright/runtime/describe";
import type { PluginBuild } from "esbuild";

/**
 * Tells the runtime what the routes of a function do not use, so that it is not bundled: the runtime asks one module of
 * its own, which says `true` of everything.
 */
export function dropUnused(build: PluginBuild, uses: Partial<Uses>): void {
  build.onLoad({ filter: usesModule, namespace: "file" }, async ({ path }) => ({
    contents: (await readFile(path, "utf8")).replace(
      /^(export const (\w+)[^=]*=) true;$/gm,
      (statement, begin: string, name: keyof Uses) => (uses[name] === false ? `${begin} false;` : statement),
    ),
    loader: "ts",
  }));
}

/**
 * Powertools imports `@aws/lambda-invoke-store` for its side effects alone, and those are none on Lambda: it makes
 * `globalThis.awslambda` where there is none. Who imports something from it gets all of it.
 */
export function dropInvokeStore(build: PluginBuild): void {
  build.onResolve({ filter: /^@aws\/lambda-invoke-store$/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === resolving) return undefined;
    const { importer, resolveDir, kind } = from;
    const resolved = await build.resolve(path, { importer, resolveDir, kind, pluginData: resolving });
    return resolved.errors.length > 0 ? undefined : { ...resolved, sideEffects: false };
  });
}

/** Says that it is ourselves who ask. */
const resolving = Symbol();

const usesModule = /[\\/]runtime[\\/](?:dist|src)[\\/]uses\.[jt]s$/;
