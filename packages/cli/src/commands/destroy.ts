import { createInterface } from "node:readline/promises";
import { destroyProject, loadProject } from "@gatewright/deploy";
import { progressPrinter } from "../progress.ts";
import { type TargetOptions, withTarget } from "../target.ts";
import { UsageError } from "../usage-error.ts";

export interface DestroyOptions extends TargetOptions {
  readonly stage?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Removes what `deploy` has made. What is on AWS is removed only after a yes. */
export async function destroy(options: DestroyOptions): Promise<void> {
  const project = await loadProject(options.project);
  const names = project.apis.map(
    ({ description }) => `${description.name} (stage ${options.stage ?? description.stage})`,
  );
  await withTarget(options, async ({ target }) => {
    if (options.target === "aws" && !options.yes) await confirm(`${names.join(", ")} in ${target.region}`);
    const progress = progressPrinter(process.stderr);
    const results = await destroyProject(project, target, {
      ...(options.stage !== undefined && { stage: options.stage }),
      onProgress: progress.show,
    }).finally(progress.clear);
    if (options.json) {
      console.log(JSON.stringify(results, null, 2));
      return;
    }
    for (const { api, stage, changes } of results) {
      console.log(`${api} · stage ${stage}: ${changes.length === 0 ? "nothing was there" : "removed"}`);
    }
  });
}

async function confirm(what: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UsageError("NotConfirmed", `This would remove ${what} from AWS. Say --yes if that is meant.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Remove ${what} from AWS? Type yes: `);
    if (answer.trim() !== "yes") throw new UsageError("NotConfirmed", "Nothing was removed.");
  } finally {
    terminal.close();
  }
}
