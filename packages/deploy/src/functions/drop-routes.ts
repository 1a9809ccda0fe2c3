import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { Uses } from "@gatewright/runtime/describe";
import { type Expression, type Node, type Program, parse } from "acorn";
import { type Loader, type Plugin, transform } from "esbuild";
import { dropInvokeStore, dropUnused } from "./drop-unused.ts";
import { type Insertion, shiftMappings } from "./shift-mappings.ts";

/**
 * An esbuild plugin that lets a function's bundle hold its own routes only, whatever else their file declares. What a
 * call at the top of a module does is unknown to a bundler, so it keeps all of them; this plugin marks those as pure
 * that declare routes and schemas: `const order = z.object(…)`, `export const greet = get(…)`,
 * `export default api(…)`. Only files outside of node_modules are touched, and only calls of what they import from the
 * runtime and from schema libraries.
 *
 * @param options.libraries packages whose calls have no side effects, beyond the runtime, zod, valibot and arktype
 * @param options.uses `false` for what of the runtime no route of the function uses, such as `{ custom: false }`
 */
export function dropRoutes(
  options: { readonly libraries?: readonly string[]; readonly uses?: Partial<Uses> } = {},
): Plugin {
  const libraries = [...knownLibraries, ...(options.libraries ?? [])];
  return {
    name: "gatewright-drop-routes",
    setup(build) {
      dropUnused(build, options.uses ?? {});
      dropInvokeStore(build);
      build.onLoad({ filter: /\.[cm]?[jt]s$/, namespace: "file" }, async ({ path }) => {
        if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
        const source = await readFile(path, "utf8");
        if (!libraries.some((library) => source.includes(library))) return undefined;
        const loader: Loader = extname(path).endsWith("ts") ? "ts" : "js";
        const contents = await markPure(source, basename(path), loader, libraries);
        return contents === undefined ? undefined : { contents, loader: "js" };
      });
    },
  };
}

const runtime = "@gatewright/runtime";
const knownLibraries = [runtime, "zod", "valibot", "arktype"];

/** The module without types, its declarations marked as pure, with its source map; undefined when it is none to touch. */
async function markPure(
  source: string,
  file: string,
  loader: Loader,
  libraries: readonly string[],
): Promise<string | undefined> {
  const stripped = await transform(source, {
    loader,
    sourcefile: file,
    sourcemap: "external",
    format: "esm",
    target: "esnext",
    charset: "utf8",
    logLevel: "silent",
  }).catch(() => undefined);
  // A mistake in the source is esbuild's own to report, with its place in the file.
  if (stripped === undefined) return undefined;
  const program = parse(stripped.code, { ecmaVersion: "latest", sourceType: "module", locations: true });
  const imported = importedNames(program, libraries);
  if (imported.size === 0) return undefined;
  const insertions = declarations(program)
    .filter((expression) => isPure(expression, imported))
    .flatMap(({ start, end, loc }): Insertion[] =>
      loc == null
        ? []
        : [
            {
              offset: start,
              line: loc.start.line,
              column: loc.start.column,
              text: "/* @__PURE__ */ (() => ",
            },
            { offset: end, line: loc.end.line, column: loc.end.column, text: ")()" },
          ],
    );
  const map = Buffer.from(shiftMappings(stripped.map, insertions)).toString("base64");
  return `${insert(stripped.code, insertions)}\n//# sourceMappingURL=data:application/json;base64,${map}\n`;
}

/** The local names of what a module imports from the runtime and from schema libraries. */
function importedNames(program: Program, libraries: readonly string[]): ReadonlySet<string> {
  return new Set(
    program.body.flatMap((node) => {
      if (node.type !== "ImportDeclaration") return [];
      const { value } = node.source;
      return libraries.some((name) => value === name || String(value).startsWith(`${name}/`))
        ? node.specifiers.map(({ local }) => local.name)
        : [];
    }),
  );
}

/** The initial values of the module's constants, and its default export. */
function declarations(program: Program): readonly Expression[] {
  return program.body.flatMap((node) => {
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : node;
    if (declaration?.type === "VariableDeclaration")
      return declaration.declarations.flatMap(({ id, init }) =>
        id.type === "Identifier" && init ? [init] : [],
      );
    return node.type === "ExportDefaultDeclaration" && node.declaration.type === "CallExpression"
      ? [node.declaration]
      : [];
  });
}

/** A call, or a chain of calls, that begins with an imported name and waits for nothing. */
function isPure(expression: Expression, imported: ReadonlySet<string>): boolean {
  if (expression.type !== "CallExpression") return false;
  let root: Node & { readonly name?: string } = expression;
  for (;;) {
    if (root.type === "CallExpression") root = (root as typeof expression).callee;
    else if (root.type === "MemberExpression") root = (root as Node & { object: Node }).object;
    else break;
  }
  return root.type === "Identifier" && imported.has(root.name ?? "") && !waits(expression);
}

function waits(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  if (Array.isArray(node)) return node.some(waits);
  const { type } = node as Node;
  if (type === "AwaitExpression") return true;
  if (typeof type === "string" && /Function/.test(type)) return false;
  return Object.values(node).some(waits);
}

function insert(code: string, insertions: readonly Insertion[]): string {
  let result = "";
  let from = 0;
  for (const { offset, text } of insertions) {
    result += code.slice(from, offset) + text;
    from = offset;
  }
  return result + code.slice(from);
}
