import { loadProject, planProject, renderPlan } from "@gatewright/deploy";
import { type TargetOptions, withTarget } from "../target.ts";

export interface PlanOptions extends TargetOptions {
  readonly stage?: string;
  readonly detailedExitcode?: boolean;
  readonly json?: boolean;
}

/** Says what `deploy` would do. */
export async function plan(options: PlanOptions): Promise<void> {
  const project = await loadProject(options.project);
  const plans = await withTarget(options, ({ target }) =>
    planProject(project, target, options.stage === undefined ? {} : { stage: options.stage }),
  );
  console.log(options.json ? JSON.stringify(plans, null, 2) : plans.flatMap(renderPlan).join("\n"));
  if (options.detailedExitcode && plans.some(({ calls }) => calls.length > 0)) process.exitCode = 2;
}
