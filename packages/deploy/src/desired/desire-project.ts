import { settingsOf } from "@gatewright/runtime/describe";
import { bundleFunction } from "../functions/bundle.ts";
import type { Project, ProjectApi } from "../project/project.ts";
import type { State } from "../state.ts";
import { scopeOf, type Target } from "../target.ts";
import { type DesiredFunction, desiredState } from "./desired.ts";

export interface ProjectOptions {
  /** Default: the stage that the API declares. */
  readonly stage?: string;
  /** The execution role of the functions. Default: a role that may write logs, made and removed with the API. */
  readonly roleArn?: string;
}

/** What a project asks for: a state for each API, and the deployment packages of its functions by SHA-256. */
export interface DesiredProject {
  readonly states: readonly State[];
  readonly packages: ReadonlyMap<string, Uint8Array>;
}

/** Bundles the functions of a project and turns its APIs into states. */
export async function desireProject(
  project: Project,
  target: Target,
  options: ProjectOptions,
): Promise<DesiredProject> {
  const packages = new Map<string, Uint8Array>();
  const states: State[] = [];
  for (const api of project.apis) {
    const functions = await bundleAll(project.directory, api, packages);
    const { description } = api;
    const scope = scopeOf(target, description.name, options.stage ?? description.stage);
    states.push(
      desiredState({
        scope,
        description,
        functions,
        ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
      }),
    );
  }
  return { states, packages };
}

function bundleAll(
  directory: string,
  api: ProjectApi,
  packages: Map<string, Uint8Array>,
): Promise<readonly DesiredFunction[]> {
  const settings = settingsOf(api.description);
  return Promise.all(
    api.functions.map(async ({ file, uses = {}, ...served }) => {
      // An authorizer serves no route.
      const withApi = settings !== undefined && served.routes.length > 0;
      const { bytes, sha256 } = await bundleFunction(directory, file, { withApi, uses });
      packages.set(sha256, bytes);
      return { ...served, codeSha256: sha256, codeSize: bytes.length };
    }),
  );
}
