import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generateClient } from "@gatewright/client/generate";
import { loadProject } from "@gatewright/deploy";
import { UsageError } from "../usage-error.ts";

export interface ClientOptions {
  readonly project: string;
  /** Folder of the generated files, from the project's folder. */
  readonly out: string;
  readonly check?: boolean;
}

/** Writes `{api}.client.ts` for each API of the project, or checks that the files there are up to date. */
export async function client(options: ClientOptions): Promise<void> {
  const { apis } = await loadProject(options.project);
  const files = apis.map(({ description }) => ({
    path: join(options.project, options.out, `${fileName(description.name)}.client.ts`),
    content: generateClient(description),
  }));
  const stale = [];
  for (const { path, content } of files)
    if ((await readOrNothing(path)) !== content) stale.push({ path, content });
  if (options.check && stale.length > 0) {
    const paths = stale.map(({ path }) => path).join(", ");
    throw new UsageError("StaleClient", `Not what the routes say: ${paths}. Run: npx gatewright client`);
  }
  for (const { path, content } of stale) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  for (const { path } of files) {
    console.log(`${path}  ${stale.some((file) => file.path === path) ? "written" : "up to date"}`);
  }
}

/** `HelloWorld` → `hello-world`, `my-api` → `my-api`. */
function fileName(api: string): string {
  return api
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .toLowerCase();
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
