// node ../../scripts/bundle.mjs <program>…, in a package's folder: makes the JavaScript in its `dist`, beside the
// declarations of `tsc`. Each program and what it imports is one file instead of hundreds that Node would look for one
// after the other, which is most of the time that a local gateway takes to start; what is imported dynamically is a
// file of its own. All files are in `dist` itself, so `import.meta.url` says the same in each. `dependencies` stay
// imports; `devDependencies` become part of the files, and their licences are in `dist/LICENSES.txt`.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const folder = process.cwd();
const dist = join(folder, "dist");
const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const require = createRequire(join(folder, "package.json"));

/** Of an SDK only the schemas and enumerations: who implements a service needs no client of it. */
const schemasOfSdks = {
  name: "schemas-of-sdks",
  setup({ onResolve, onLoad }) {
    const namespace = "schemas";
    onResolve({ filter: /^@aws-sdk\/client-[\w-]+$/ }, ({ path }) =>
      path in dependencies ? undefined : { path, namespace },
    );
    onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const modules = join(dirname(require.resolve(`${path}/package.json`)), "dist-es");
      const files = ["./schemas/schemas_0.js", "./models/enums.js"].filter((file) =>
        existsSync(join(modules, file)),
      );
      return { contents: files.map((file) => `export * from "${file}";`).join("\n"), resolveDir: modules };
    });
  },
};

/**
 * Node's modules, each with the exports that are used: an `import` of one looks at all of them, and some load a good
 * deal more when they are looked at (`stdin` of `process`, the client behind `fetch` in `http`).
 */
const usedOfNode = {
  name: "used-of-node",
  setup({ onResolve, onLoad }) {
    const namespace = "node";
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace, sideEffects: false }));
    onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path)).filter((name) => /^[\w$]+$/.test(name));
      const contents = [
        `const node = process.getBuiltinModule(${JSON.stringify(path)});`,
        "export default node;",
        // Called pure, so that those which nobody imports are left out.
        ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => node.${name})();`),
      ];
      return { contents: contents.join("\n") };
    });
  },
};

/** The licences of packages whose modules are in the files. */
const licences = (modules) => {
  const packages = new Set(modules.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]));
  packages.delete(undefined);
  return [...packages].sort().map((path) => {
    const { name, version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no file with its licence`);
    return `${name} ${version}\n\n${readFileSync(join(path, file), "utf8").trim()}\n`;
  });
};

for (const file of readdirSync(dist, { recursive: true })) {
  if (/\.js(?:\.map)?$/.test(file)) rmSync(join(dist, file));
}
const modules = [];
for (const program of process.argv.slice(2)) {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [program],
    outdir: dist,
    entryNames: "[name]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.12",
    external: Object.keys(dependencies),
    plugins: [schemasOfSdks, usedOfNode],
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: "warning",
  });
  modules.push(...Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)));
}
writeFileSync(join(dist, "LICENSES.txt"), licences(modules).join(`\n${"-".repeat(80)}\n\n`));
