/**
 * Runs in the child process that loads a user's project, bundled together with it: imports the files one by one
 * and says what they export. It knows the runtime by the shape of its `describe` module only, because it is the
 * project's own copy that has to answer.
 */

import type { ApiDescription, Mistake, Uses } from "@gatewright/runtime/describe";

/** What the child process sends to its parent. */
export type LoadMessage =
  /** The file that is loaded next, so that a file that never ends can be named. */
  | { readonly type: "loading"; readonly file: string }
  /** The routes are not ones that can be deployed. */
  | { readonly type: "refused"; readonly file: string; readonly mistakes: readonly Mistake[] }
  | { readonly type: "failed"; readonly file: string; readonly message: string; readonly stack: string }
  | { readonly type: "loaded"; readonly project: LoadReport };

export interface LoadReport {
  readonly apis: readonly ApiReport[];
  readonly functions: readonly FunctionReport[];
}

export interface ApiReport {
  /** The name under which the API file exports it. */
  readonly exportName: string;
  readonly description: ApiDescription;
}

export interface FunctionReport {
  readonly file: string;
  /** False when `handler` is exported, but was made by no route and no authorizer. */
  readonly isHandler: boolean;
  /** The name of the authorizer that it is. */
  readonly authorizer?: string;
  readonly routes: readonly ServedRoute[];
  /** What of the runtime its routes use. */
  readonly uses?: Uses;
}

export interface ServedRoute {
  /** Method and path, such as `GET /greeting`. */
  readonly name: string;
  /** The API that has this very route, by its place in `apis`; absent when none has. */
  readonly api?: number;
  readonly key?: string;
}

/** The part of `@gatewright/runtime/describe` that is used here. */
interface Describe {
  describe(api: ApiLike): Promise<ApiDescription>;
  isApi(value: unknown): value is ApiLike;
  isHandler(value: unknown): value is HandlerLike;
  isAuthorizerHandler(value: unknown): value is { readonly authorizer: string };
  usesOf(handler: HandlerLike, others: readonly RouteLike[]): Promise<Uses>;
}

interface HandlerLike {
  readonly routes: readonly RouteLike[];
}

interface ApiLike {
  readonly routes: { readonly [key: string]: RouteLike };
}

interface RouteLike {
  readonly name: string;
  readonly declaration: unknown;
}

interface Module {
  readonly [name: string]: unknown;
}

export interface ProjectModules {
  readonly loadDescribe: () => Promise<unknown>;
  readonly api: readonly [file: string, load: () => Promise<Module>];
  readonly functions: readonly (readonly [file: string, load: () => Promise<Module>])[];
}

/** Loads the modules, API file first, and sends what they hold. Never rejects: a failure is a message, too. */
export async function report(modules: ProjectModules, send: (message: LoadMessage) => void): Promise<void> {
  let file = modules.api[0];
  const load = async <T>(next: string, run: () => Promise<T>): Promise<T> => {
    file = next;
    send({ type: "loading", file });
    return await run();
  };
  try {
    // The module's own exports are the checked boundary: it is the runtime, whichever version.
    const runtime = (await load(file, modules.loadDescribe)) as Describe;
    const exported = apisIn(await load(file, modules.api[1]), runtime);
    const apis: ApiReport[] = [];
    for (const { api, exportName } of exported) {
      apis.push({ exportName, description: await runtime.describe(api) });
    }
    const functions: FunctionReport[] = [];
    for (const [functionFile, run] of modules.functions) {
      const { handler } = await load(functionFile, run);
      if (handler === undefined) continue;
      const served = exported.map(({ api }) => api);
      functions.push({ file: functionFile, ...(await reportHandler(handler, served, runtime)) });
    }
    send({ type: "loaded", project: { apis, functions } });
  } catch (error) {
    send(failureOf(error, file));
  }
}

interface ExportedApi {
  readonly api: ApiLike;
  readonly exportName: string;
}

/** Each API once, under the last name that it is exported by. */
function apisIn(module: Module, { isApi }: Describe): readonly ExportedApi[] {
  const names = new Map(Object.entries(module).map(([name, value]) => [value, name]));
  return Array.from(names).flatMap(([api, exportName]) => (isApi(api) ? [{ api, exportName }] : []));
}

async function reportHandler(
  handler: unknown,
  apis: readonly ApiLike[],
  { isHandler, isAuthorizerHandler, usesOf }: Describe,
): Promise<Omit<FunctionReport, "file">> {
  if (isAuthorizerHandler(handler)) return { isHandler: true, authorizer: handler.authorizer, routes: [] };
  if (!isHandler(handler)) return { isHandler: false, routes: [] };
  return {
    isHandler: true,
    routes: handler.routes.flatMap((route) => servedRoutes(route, apis)),
    uses: await usesOf(
      handler,
      apis.flatMap(({ routes }) => Object.values(routes)),
    ),
  };
}

/** A route may be in several APIs, and then is served in each. */
function servedRoutes({ name, declaration }: RouteLike, apis: readonly ApiLike[]): readonly ServedRoute[] {
  const served = apis.flatMap(({ routes }, api) => {
    // A route and its handler share one declaration object, which is what makes them the same route.
    const entry = Object.entries(routes).find(([, one]) => one.declaration === declaration);
    return entry === undefined ? [] : [{ name, api, key: entry[0] }];
  });
  return served.length === 0 ? [{ name }] : served;
}

function failureOf(error: unknown, file: string): LoadMessage {
  const mistakes = mistakesOf(error);
  if (mistakes !== undefined) return { type: "refused", file, mistakes };
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return { type: "failed", file, message, stack };
}

/** Of a `RouteError`, which is not ours to import: the project may have another copy of the runtime. */
function mistakesOf(error: unknown): readonly Mistake[] | undefined {
  return error instanceof Error && error.name === "RouteError" && "mistakes" in error
    ? (error.mistakes as readonly Mistake[])
    : undefined;
}
