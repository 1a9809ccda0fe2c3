import { readdir } from "node:fs/promises";
import { dropRoutes } from "@gatewright/deploy/esbuild";
import { build } from "esbuild";

/** Bundles each file of `src/functions` into a folder of its own: `dist/get-order/index.mjs`. */
export const bundle = async (project: string, dist: string) => {
  const files = await readdir(`${project}/src/functions`);
  return build({
    entryPoints: files.map((file) => ({
      in: `${project}/src/functions/${file}`,
      out: `${file.replace(/\.ts$/, "")}/index`,
    })),
    outdir: dist,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node22",
    metafile: true,
    plugins: [dropRoutes()],
  });
};
