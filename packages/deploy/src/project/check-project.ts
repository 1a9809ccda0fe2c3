import { basename } from "node:path/posix";
import type { ApiDescription } from "@gatewright/runtime/describe";
import { type Problem, refuse } from "../errors.ts";
import { checkAuthorizers, checkUsed, lambdaAuthorizers } from "./check-authorizers.ts";
import { checkPaths } from "./check-paths.ts";
import { checkSupported } from "./check-supported.ts";
import type { ProjectApi, ProjectFunction } from "./project.ts";
import type { FunctionReport, LoadReport } from "./report.ts";

/**
 * Joins what the modules of a project export: each API with the functions that serve its routes.
 *
 * @throws DeployError with one problem for each mistake; see `loadProject`
 */
export function resolveProject(report: LoadReport, apiFile: string): readonly ProjectApi[] {
  const problems: Problem[] = [
    ...checkApis(report, apiFile),
    ...report.functions.flatMap(checkFunction),
    ...checkUsed(report),
    ...report.apis.flatMap(({ description }, index) => [
      ...checkPaths(description),
      ...checkSupported(description),
      ...checkAuthorizers(description, report.functions),
      ...description.routes.flatMap(({ key, name }) => checkServed(report.functions, index, key, name)),
    ]),
  ];
  refuse(problems);
  return report.apis.map(({ description }, index) => ({
    description,
    functions: report.functions.flatMap((served) => functionOf(served, index, description)),
  }));
}

function checkApis({ apis }: LoadReport, apiFile: string): readonly Problem[] {
  if (apis.length === 0) {
    return [
      {
        code: "NoApi",
        message: `${apiFile} exports no API. Export one: export const shop = api({ name: "shop", routes: { … } });`,
      },
    ];
  }
  return apis.flatMap(({ description: { name }, exportName }, index) => {
    const first = apis.findIndex((other) => other.description.name === name);
    if (first === index) return [];
    const message = `${apiFile}: ${apis[first]?.exportName} and ${exportName} are both named "${name}". Give each API a name of its own.`;
    return [{ code: "DuplicateApi", message }];
  });
}

function checkFunction({ file, isHandler, routes }: FunctionReport): readonly Problem[] {
  if (!isHandler) {
    const message = `${file} exports a handler that no route made. Write export const handler = route.handler(…), or move the file out of its folder.`;
    return [{ code: "NotAHandler", message }];
  }
  return routes
    .filter(({ api }) => api === undefined)
    .map(({ name }) => ({
      code: "RouteWithoutApi",
      message: `${file} serves ${name}, a route that is in no API. Add it to api({ routes }), or remove the file.`,
    }));
}

function checkServed(
  functions: readonly FunctionReport[],
  api: number,
  key: string,
  name: string,
): readonly Problem[] {
  const serving = functions.filter(({ routes }) =>
    routes.some((route) => route.api === api && route.key === key),
  );
  if (serving.length === 1) return [];
  if (serving.length === 0) {
    const message = `${key} (${name}) has no function. Add a file to src/functions with export const handler = ${key}.handler(…).`;
    return [{ code: "RouteWithoutFunction", message }];
  }
  const files = serving.map(({ file }) => file).join(" and ");
  const message = `${key} (${name}) has ${serving.length} functions, ${files}. Leave it in one of them.`;
  return [{ code: "RouteWithTwoFunctions", message }];
}

function functionOf(
  { file, routes, authorizer, uses }: FunctionReport,
  api: number,
  description: ApiDescription,
): readonly ProjectFunction[] {
  const name = basename(file, ".ts");
  if (authorizer !== undefined) {
    return lambdaAuthorizers(description).some((one) => one.name === authorizer)
      ? [{ name, file, routes: [], authorizer }]
      : [];
  }
  const keys = routes.flatMap((route) => (route.api === api && route.key !== undefined ? [route.key] : []));
  return keys.length === 0 ? [] : [{ name, file, routes: keys, ...(uses && { uses }) }];
}
