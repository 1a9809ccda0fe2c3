import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const fixtures = join(dirname(fileURLToPath(import.meta.url)), "fixtures");

/** A project of its own in the temporary folder, with the given files; it goes when the test is over. */
export async function temporaryProject(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await makeProject(files);
  onTestFinished(() => removeProject(directory));
  return directory;
}

/** The same for all tests of a file, which removes it itself. */
export async function makeProject(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "gatewright-project-")));
  await fill(directory, files);
  return directory;
}

export async function removeProject(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

/** A copy of `fixtures/shop`, for tests that change it. */
export async function temporaryShop(changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const directory = await temporaryProject({});
  await cp(join(fixtures, "shop"), directory, { recursive: true });
  await fill(directory, changes);
  return directory;
}

export async function fill(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  await mkdir(join(directory, "node_modules/@gatewright"), { recursive: true });
  for (const [name, folder] of Object.entries(installed)) {
    await symlink(folder, join(directory, "node_modules", name)).catch(() => {});
  }
}

const require = createRequire(import.meta.url);
/** What the projects have in their node_modules, and where it really is. */
const installed = {
  // The entry is dist/index.js.
  "@gatewright/runtime": dirname(dirname(require.resolve("@gatewright/runtime"))),
  zod: dirname(require.resolve("zod/package.json")),
};
