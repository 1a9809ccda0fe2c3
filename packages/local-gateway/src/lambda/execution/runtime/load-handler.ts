import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RuntimeError } from "./errors.ts";

/** `(event, context, callback)`, or `(event, responseStream, context)` for one that streams. */
export type Handler = (event: unknown, second: object, third?: unknown) => unknown;

/**
 * Finds the handler as Lambda's Node.js runtime does: `dir/file.member.member`, the file as it is named, as `.js`,
 * `.mjs` or `.cjs`, by the nearest package.json a CommonJS or an ES module.
 *
 * @param options.defaults also look into the module's default export, as the runtimes from Node.js 24 on do.
 * @throws RuntimeError with the name that Lambda reports, or whatever the module throws
 */
export async function loadHandler(
  taskRoot: string,
  handlerName: string,
  options: { readonly defaults: boolean },
): Promise<Handler> {
  if (handlerName.includes("..")) {
    throw new RuntimeError(
      "MalformedHandlerName",
      `'${handlerName}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const fileAndMember = basename(handlerName);
  const directory = handlerName.slice(0, handlerName.indexOf(fileAndMember));
  const [, file, member] = /^([^.]*)\.(.*)$/.exec(fileAndMember) ?? [];
  if (file === undefined || member === undefined)
    throw new RuntimeError("MalformedHandlerName", "Bad handler");
  const module = await loadModule(taskRoot, directory, file);
  const path = member.split(".");
  const found = memberOf(module, path) || (options.defaults && memberOf(memberOf(module, ["default"]), path));
  if (found === undefined || found === null || found === false) {
    throw new RuntimeError("HandlerNotFound", `${handlerName} is undefined or not exported`);
  }
  if (!isHandler(found)) throw new RuntimeError("HandlerNotFound", `${handlerName} is not a function`);
  return found;
}

/** The boundary to the user's code: nothing more can be known of a function. */
function isHandler(value: unknown): value is Handler {
  return typeof value === "function";
}

interface Loaded {
  readonly module: unknown;
}

async function loadModule(taskRoot: string, directory: string, file: string): Promise<unknown> {
  const path = resolve(taskRoot, directory, file);
  const require = createRequire(join(taskRoot, "index.js"));
  const required = (extension: string): Loaded | undefined =>
    existsSync(path + extension) ? { module: require(path + extension) } : undefined;
  const imported = async (extension: string): Promise<Loaded | undefined> =>
    existsSync(path + extension) ? { module: await import(pathToFileURL(path + extension).href) } : undefined;
  try {
    const found =
      // A directory with an index file, too.
      required("") ??
      (isModulePackage(dirname(path), taskRoot) ? await imported(".js") : required(".js")) ??
      (await imported(".mjs")) ??
      required(".cjs");
    if (found !== undefined) return found.module;
    return require(require.resolve(file, { paths: [taskRoot, join(taskRoot, directory)] }));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError("UserCodeSyntaxError", String(error), { cause: error });
    }
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("ImportModuleError", String(error), { cause: error });
    }
    throw error;
  }
}

/** Whether the nearest package.json inside the package says `"type": "module"`. */
function isModulePackage(directory: string, taskRoot: string): boolean {
  const file = join(directory, "package.json");
  if (existsSync(file)) {
    try {
      const contents: unknown = JSON.parse(readFileSync(file, "utf8"));
      return (
        typeof contents === "object" && contents !== null && "type" in contents && contents.type === "module"
      );
    } catch {
      return false;
    }
  }
  if (directory === taskRoot || dirname(directory) === directory) return false;
  return isModulePackage(dirname(directory), taskRoot);
}

function memberOf(module: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      (typeof value === "object" || typeof value === "function") && value !== null
        ? Reflect.get(value, name)
        : undefined,
    module,
  );
}
