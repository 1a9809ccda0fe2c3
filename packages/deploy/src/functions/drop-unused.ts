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

const usesModule = /[\\/]runtime[\\/](?:dist|src)[\\/]uses\.[jt]s$/;
