export { describeCall, type Progress } from "./apply.ts";
export type { Call } from "./calls.ts";
export type { Change, OtherChange, RouteChange, Sign } from "./changes.ts";
export {
  type DeployOptions,
  type DeployResult,
  type DestroyResult,
  deployProject,
  destroyProject,
  planDestroy,
  planProject,
} from "./deploy.ts";
export { DeployError, type DeployErrorCode, type Problem } from "./errors.ts";
export {
  type LoadOptions,
  loadProject,
  type Project,
  type ProjectApi,
  type ProjectFunction,
} from "./functions/load.ts";
export type { Plan, RouteCounts } from "./plan.ts";
export type { ProjectOptions } from "./project-state.ts";
export { renderPlan } from "./render-plan.ts";
export type { Scope } from "./state.ts";
export { closeTarget, createTarget, type Target, type TargetOptions } from "./target.ts";
