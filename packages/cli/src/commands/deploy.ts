import { deployProject, loadProject, planProject, renderPlan } from "@gatewright/deploy";
import { progressPrinter } from "../progress.ts";
import { type TargetOptions, withTarget } from "../target.ts";

export interface DeployOptions extends TargetOptions {
  readonly stage?: string;
  readonly json?: boolean;
}

/** Deploys all APIs of the project: says what will be done, does it, prints the URLs. */
export async function deploy(options: DeployOptions): Promise<void> {
  const project = await loadProject(options.project);
  const stage = options.stage === undefined ? {} : { stage: options.stage };
  await withTarget(options, async ({ target, callUrl, note }) => {
    if (options.json) {
      const results = await deployProject(project, target, stage);
      const callable = results.map((result) => ({ ...result, url: callUrl(result.url) }));
      console.log(JSON.stringify(callable, null, 2));
      return;
    }
    for (const line of (await planProject(project, target, stage)).flatMap(renderPlan)) console.log(line);
    const progress = progressPrinter(process.stdout);
    const results = await deployProject(project, target, { ...stage, onProgress: progress.show }).finally(
      progress.clear,
    );
    console.log();
    for (const { api, url, calls } of results) {
      console.log(
        `${api}  ${calls === 0 ? "nothing to change" : `deployed, ${calls} calls`}  ${callUrl(url)}`,
      );
    }
    if (note !== undefined) console.log(`\n${note}`);
  });
}
