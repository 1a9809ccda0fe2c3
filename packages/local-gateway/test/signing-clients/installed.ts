import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * A package that need not be there: from the repository's own dependencies, or from the folder that
 * `GATEWRIGHT_SIGNING_CLIENTS` names. Undefined when it is in neither.
 */
export async function installed(name: string): Promise<unknown> {
  const folders = [import.meta.url, process.env["GATEWRIGHT_SIGNING_CLIENTS"]];
  for (const folder of folders) {
    if (folder === undefined) continue;
    try {
      const base = folder.startsWith("file:") ? folder : pathToFileURL(`${folder}/`);
      return await import(pathToFileURL(createRequire(base).resolve(name)).href);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND";
}
