export { describeCall, type Progress } from "./apply.ts";
export {
  type DeployOptions,
  type DeployResult,
  type DestroyResult,
  deployProject,
  destroyProject,
  planDestroy,
  planProject,
} from "./deploy.ts";
export type { ProjectOptions } from "./desired/desire-project.ts";
export { DeployError, type DeployErrorCode, type Problem } from "./errors.ts";
export type { Call } from "./plan/calls.ts";
export type { Change, OtherChange, RouteChange, Sign } from "./plan/changes.ts";
export type { Plan, RouteCounts } from "./plan/plan.ts";
export { renderPlan } from "./plan/render-plan.ts";
export { type LoadOptions, loadProject } from "./project/load.ts";
export type { Project, ProjectApi, ProjectFunction } from "./project/project.ts";
export type { Scope } from "./state.ts";
export { closeTarget, createTarget, type Target, type TargetOptions } from "./target.ts";
