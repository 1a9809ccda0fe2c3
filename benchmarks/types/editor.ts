import { join } from "node:path";
import ts from "typescript-6";

// Parsed once for all editors: reading files is not what is measured.
const registry = ts.createDocumentRegistry();

/**
 * Milliseconds from opening a file to its first diagnostics, in an editor that has read the project and has shown the
 * diagnostics of a file without any routes.
 */
export function firstDiagnostics(project: string, file: string): number {
  const config = ts.getParsedCommandLineOfConfigFile(join(project, "tsconfig.json"), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic() {
      throw new Error(`${project} has no configuration`);
    },
  });
  if (config === undefined) throw new Error(`${project} has no configuration`);
  const unrelated = join(project, "unrelated.ts");
  const read = (name: string) => (name === unrelated ? "export const one = 1;\n" : ts.sys.readFile(name));
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => config.options,
      getScriptFileNames: () => [...config.fileNames, unrelated],
      getScriptVersion: () => "1",
      getScriptSnapshot: (name) => {
        const text = read(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => project,
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      fileExists: (name) => name === unrelated || ts.sys.fileExists(name),
      readFile: read,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: (name) => (name === unrelated ? name : (ts.sys.realpath?.(name) ?? name)),
    },
    registry,
  );
  service.getSemanticDiagnostics(unrelated);
  const opened = join(project, file);
  const begin = performance.now();
  const found = [...service.getSyntacticDiagnostics(opened), ...service.getSemanticDiagnostics(opened)];
  const taken = performance.now() - begin;
  service.dispose();
  if (found.length > 0)
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(found[0]?.messageText, " ")}`);
  return taken;
}
