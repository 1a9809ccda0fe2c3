import type { ApiDescription, Uses } from "@gatewright/runtime/describe";

/** A project, as its own code describes it. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  readonly apis: readonly ProjectApi[];
}

export interface ProjectApi {
  readonly description: ApiDescription;
  readonly functions: readonly ProjectFunction[];
}

export interface ProjectFunction {
  /** The file's name without its ending: `place-order`. */
  readonly name: string;
  /** Relative to the project's folder: `src/functions/place-order.ts`. */
  readonly file: string;
  /** Keys of the routes it serves, as in `api({ routes })`. */
  readonly routes: readonly string[];
  /** The name of the authorizer that it is, instead of serving routes. */
  readonly authorizer?: string;
  /** What of the runtime its routes use. */
  readonly uses?: Uses;
}
