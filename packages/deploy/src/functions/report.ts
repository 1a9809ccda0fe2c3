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
  describe(api: never): Promise<ApiDescription>;
  isApi(value: unknown): boolean;
  isHandler(value: unknown): boolean;
  isAuthorizerHandler(value: unknown): boolean;
  usesOf(handler: never, others: never): Uses;
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
    const runtime = (await load(file, modules.loadDescribe)) as Describe;
    const apiModule = await load(file, modules.api[1]);
    const values = [...new Map(Object.entries(apiModule).map(([name, value]) => [value, name]))].filter(
      ([value]) => runtime.isApi(value),
    );
    const apis: ApiReport[] = [];
    for (const [value, exportName] of values) {
      apis.push({ exportName, description: await runtime.describe(value as never) });
    }
    const functions: FunctionReport[] = [];
    for (const [functionFile, run] of modules.functions) {
      const { handler } = await load(functionFile, run);
      if (handler === undefined) continue;
      if (runtime.isAuthorizerHandler(handler)) {
        const { authorizer } = handler as { readonly authorizer: string };
        functions.push({ file: functionFile, isHandler: true, authorizer, routes: [] });
        continue;
      }
      const isHandler = runtime.isHandler(handler);
      const routes = isHandler ? (handler as { readonly routes: readonly RouteLike[] }).routes : [];
      functions.push({
        file: functionFile,
        isHandler,
        ...(isHandler && { uses: runtime.usesOf(handler as never, routesOf(values) as never) }),
        routes: routes.flatMap((route) =>
          servedRoutes(
            route,
            values.map(([value]) => value),
          ),
        ),
      });
    }
    send({ type: "loaded", project: { apis, functions } });
  } catch (error) {
    const mistakes = mistakesOf(error);
    if (mistakes !== undefined) {
      send({ type: "refused", file, mistakes });
      return;
    }
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    send({ type: "failed", file, message, stack: stack ?? "" });
  }
}

/** Of a `RouteError`, which is not ours to import: the project may have another copy of the runtime. */
function mistakesOf(error: unknown): readonly Mistake[] | undefined {
  return error instanceof Error && error.name === "RouteError" && "mistakes" in error
    ? (error.mistakes as readonly Mistake[])
    : undefined;
}

interface RouteLike {
  readonly name: string;
  readonly declaration: unknown;
}

function routesOf(apis: readonly (readonly [api: unknown, name: string])[]): readonly RouteLike[] {
  return apis.flatMap(([api]) =>
    Object.values((api as { readonly routes: { readonly [key: string]: RouteLike } }).routes),
  );
}

/** A route may be in several APIs, and then is served in each. */
function servedRoutes(route: RouteLike, apis: readonly unknown[]): readonly ServedRoute[] {
  const { name, declaration } = route;
  const served = apis.flatMap((value, api) => {
    const { routes } = value as { readonly routes: { readonly [key: string]: RouteLike } };
    // A route and its handler share one declaration object, which is what makes them the same route.
    const entry = Object.entries(routes).find(([, one]) => one.declaration === declaration);
    return entry === undefined ? [] : [{ name, api, key: entry[0] }];
  });
  return served.length === 0 ? [{ name }] : served;
}
